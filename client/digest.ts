import type { Digest } from "./trailer-proof.ts";

/** SHA-256, piece by piece: that of Web Crypto takes a whole file at once. */
export async function openDigest(): Promise<Digest> {
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import("@noble/hashes/sha2.js"),
    import("@noble/hashes/utils.js"),
  ]);
  const hash = sha256.create();
  return { update: (bytes) => hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
}
