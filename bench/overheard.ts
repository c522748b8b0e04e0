import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { startRuntime } from "../dev/runtime/workerd.ts";

export type Question = { url: string; query: string; params: string[] };

/** What a runtime, told where to ask, asks of its databases for a request, when all that is remembered is. */
export async function overheard(
  endpoint: string,
  start: (local: string) => ReturnType<typeof startRuntime>,
  path: string,
): Promise<Question[]> {
  let questions: Question[] = [];
  const server = createServer(async (asked, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { host, "content-length": length, connection, ...headers } = asked.headers;
    const given = JSON.parse(body);
    const url = String(headers["neon-connection-string"]);
    for (const { query, params } of given.queries ?? [given])
      questions.push({ url, query, params });
    const passed = await fetch(endpoint, { method: "POST", headers: headers as HeadersInit, body });
    answer.writeHead(passed.status, { "content-type": "application/json" });
    answer.end(await passed.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const runtime = await start(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`);
  try {
    for (let i = 0; i < 2; i++) {
      questions = [];
      const response = await fetch(runtime.url + path);
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${response.status} of ${path}`);
    }
    return questions;
  } finally {
    await runtime.stop();
    server.closeAllConnections();
    server.close();
  }
}
