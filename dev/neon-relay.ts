import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type NeonRelay = Awaited<ReturnType<typeof startNeonRelay>>;

/** The local Neon endpoint, seen through: counts the questions to each database, and can slow them down. */
export async function startNeonRelay(endpoint: string) {
  const questions = new Map<string, number>();
  const delays = new Map<string, number>();
  let [underWay, mostUnderWay] = [0, 0];
  const server = createServer(async (asked, answer) => {
    const database = new URL(String(asked.headers["neon-connection-string"])).pathname.slice(1);
    questions.set(database, (questions.get(database) ?? 0) + 1);
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    answer.once("close", () => underWay--);
    await sleep(delays.get(database) ?? 0);
    const { host, ...headers } = asked.headers;
    const passed = request(endpoint, { method: asked.method, headers }, (result) => {
      answer.writeHead(result.statusCode ?? 500, result.headers);
      result.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    /** Questions to a database so far. */
    count: (database: string) => questions.get(database) ?? 0,
    /** The most questions that were under way at once. */
    mostUnderWay: () => mostUnderWay,
    /** From now on each question to a database waits so long. */
    delay: (database: string, millis: number) => delays.set(database, millis),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
