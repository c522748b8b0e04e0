import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What is done to the body of the next download that goes through. */
export type Harm =
  | "none"
  /** The connection breaks after so many bytes. */
  | { cutAfter: number }
  /** The byte at a place is another one. */
  | { alterAt: number }
  /** It ends properly, but too early. */
  | { endAfter: number }
  /** So many bytes come, and then nothing more. */
  | { stallAfter: number }
  /** So many bytes come, and the rest when nothing is done any more. */
  | { holdAfter: number };

/** A service as it is reached over a bad line: what goes through is as it is, but for the body of downloads. */
export async function startBadLine(target: string) {
  const line: { harm: Harm; held: (() => void)[] } = { harm: "none", held: [] };
  const { hostname, port } = new URL(target);
  const server = createServer((asked, answer) => {
    const { method, url = "/" } = asked;
    // Uncompressed, so that a place in the body is a place in the file.
    const { "accept-encoding": _, ...headers } = asked.headers;
    const isDownload = url.startsWith("/api/ess/download/") || url.includes("no_page");
    const harm = isDownload && method === "GET" ? line.harm : "none";
    // The service must see the name that the browser uses: its addresses are made of it.
    const passed = request({ hostname, port, method, path: url, headers }, (result) => {
      answer.writeHead(result.statusCode ?? 500, result.headers);
      let sent = 0;
      result.on("data", (data: Buffer) => {
        const part = harmed(data, sent, harm);
        sent += data.length;
        if (part.length > 0) answer.write(part);
        if (typeof harm === "string") return;
        if ("holdAfter" in harm && sent > harm.holdAfter && line.harm === harm) {
          result.pause();
          line.held.push(() => result.resume());
        }
        if ("cutAfter" in harm && sent > harm.cutAfter) answer.destroy();
        if ("endAfter" in harm && sent > harm.endAfter) answer.end();
      });
      result.on("end", () => {
        if (typeof harm === "string" || !("stallAfter" in harm)) answer.end();
      });
      result.on("error", () => answer.destroy());
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** From now on. */
    harm: (harm: Harm) => {
      line.harm = harm;
      if (harm === "none") for (const release of line.held.splice(0)) release();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function harmed(data: Buffer, before: number, harm: Harm): Buffer {
  if (typeof harm === "string" || "holdAfter" in harm) return data;
  if ("alterAt" in harm) {
    const at = harm.alterAt - before;
    if (at < 0 || at >= data.length) return data;
    const altered = Buffer.from(data);
    altered[at] = (altered[at] ?? 0) ^ 1;
    return altered;
  }
  const most =
    "cutAfter" in harm ? harm.cutAfter : "endAfter" in harm ? harm.endAfter : harm.stallAfter;
  return data.subarray(0, Math.max(0, most - before));
}
