import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What stands between the worker and its database does with one answer. */
type Act = (passed: { asked: IncomingMessage; answer: ServerResponse; ask: Ask }) => Promise<void>;
/** Passes the question on. */
type Ask = () => Promise<{ status: number; type: string; body: Buffer }>;

const DRIP_BYTES = 64;
const DRIP_MS = 20;

const write = (answer: ServerResponse, { status, type, body }: Awaited<ReturnType<Ask>>) => {
  answer.writeHead(status, { "content-type": type, "content-length": body.length });
  answer.end(body);
};

const sqlError =
  (code: string, message: string): Act =>
  async ({ answer }) => {
    const body = Buffer.from(JSON.stringify({ message, code, severity: "ERROR" }));
    write(answer, { status: 400, type: "application/json", body });
  };

/** Answers of what is no database, or of one that is not well. */
export const FAULTS = {
  late: async ({ answer, ask }) => {
    const passed = await ask();
    await sleep(120);
    write(answer, passed);
  },
  refused: async ({ asked }) => {
    asked.socket.resetAndDestroy();
  },
  cut: async ({ answer, ask }) => {
    const { status, type, body } = await ask();
    answer.writeHead(status, { "content-type": type, "content-length": body.length });
    answer.write(body.subarray(0, body.length / 2));
    await sleep(10);
    answer.socket?.resetAndDestroy();
  },
  short: async ({ answer, ask }) => {
    const { status, type, body } = await ask();
    write(answer, { status, type, body: body.subarray(0, body.length / 2) });
  },
  "half-open": async () => {},
  drip: async ({ answer, ask }) => {
    const { status, type, body } = await ask();
    answer.writeHead(status, { "content-type": type, "content-length": body.length });
    for (let at = 0; at < body.length && !answer.destroyed; at += DRIP_BYTES) {
      answer.write(body.subarray(at, at + DRIP_BYTES));
      await sleep(DRIP_MS);
    }
    answer.end();
  },
  garbage: async ({ answer }) => {
    const body = Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 37) % 256));
    write(answer, { status: 200, type: "application/json", body });
  },
  "other json": async ({ answer }) => {
    write(answer, { status: 200, type: "application/json", body: Buffer.from("{}") });
  },
  gateway: async ({ answer }) => {
    const body = Buffer.from("<html><h1>502 Bad Gateway</h1></html>");
    write(answer, { status: 502, type: "text/html", body });
  },
  "too many connections": sqlError("53300", "sorry, too many clients already"),
  cancelled: sqlError("57014", "canceling statement due to statement timeout"),
  "out of memory": sqlError("53200", "out of memory"),
} satisfies Record<string, Act>;

export type Fault = keyof typeof FAULTS;

/** The local Neon endpoint through something that fails when it is told to. */
export async function startFaultyEndpoint(endpoint: string) {
  let fault: Fault | undefined;
  let good = 0;
  let asked = 0;
  const server = createServer(async (question, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of question) chunks.push(chunk as Buffer);
    const ask = () => pass(endpoint, question, Buffer.concat(chunks));
    const act = asked++ >= good && fault !== undefined ? FAULTS[fault] : undefined;
    try {
      if (act) await act({ asked: question, answer, ask });
      else write(answer, await ask());
    } catch {
      answer.destroy();
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    /** From now on so many questions are answered well, and then none; without a fault all are. */
    fail: (next: Fault | undefined, afterQuestions = 0) => {
      [fault, good, asked] = [next, afterQuestions, 0];
    },
    /** How many questions came since it was told last what to do. */
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pass(endpoint: string, question: IncomingMessage, body: Buffer): ReturnType<Ask> {
  return new Promise((resolve, reject) => {
    const { host, ...headers } = question.headers;
    const passed = request(endpoint, { method: "POST", headers }, async (result) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of result) chunks.push(chunk as Buffer);
        const type = result.headers["content-type"] ?? "";
        resolve({ status: result.statusCode ?? 0, type, body: Buffer.concat(chunks) });
      } catch (error) {
        reject(error);
      }
    });
    passed.on("error", reject);
    passed.end(body);
  });
}
