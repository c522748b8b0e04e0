import type { Digest } from "./trailer-proof.ts";

/** Incremental SHA-256, which Web Crypto does not offer. */
export async function openDigest(): Promise<Digest> {
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import("@noble/hashes/sha2.js"),
    import("@noble/hashes/utils.js"),
  ]);
  const hash = sha256.create();
  return { update: (bytes) => hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
}
