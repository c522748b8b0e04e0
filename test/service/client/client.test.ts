import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ApiProblem, createClient, IncompleteDownload } from "../../../client/index.ts";
import { get, getJson } from "../../support/http.ts";
import {
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "../protection/service.ts";
import { openService, type Service } from "../support/access.ts";

const PLACE = { site: 2, bank: 1 } as const;
const BANK = "/api/ess/operating-sites/{site}/banks/{bank}/";
const LATEST = "/api/ess/operating-sites/{site}/banks/{bank}/latest/";
const FILES = "/api/ess/download/operating-sites/{site}/{component}/";
const DATE = "2026-01-05";

const baseUrl = inject("worker");
const ess = createClient({ baseUrl });

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const problemOf = (asked: Promise<unknown>): Promise<ApiProblem> =>
  asked.then(
    () => expect.unreachable(),
    (error) => {
      expect(error).toBeInstanceOf(ApiProblem);
      return error;
    },
  );

/** A client before a service that answers so, one after the other, and how long it waited. */
function serviceOf(
  answers: (() => Response)[],
  options: Partial<Parameters<typeof createClient>[0]> = {},
) {
  const asked: Request[] = [];
  const waits: number[] = [];
  const client = createClient({
    baseUrl: "https://service.test",
    fetch: async (request) => {
      asked.push(request);
      const answer = answers.shift();
      if (!answer) throw new TypeError("nobody there");
      return answer();
    },
    wait: async (millis) => {
      waits.push(millis);
    },
    ...options,
  });
  return { client, asked, waits };
}
const refusal = (status: number, retryAfter?: number) => () =>
  Response.json(
    { code: "refused", detail: "no" },
    { status, headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) } },
  );

describe("the client", () => {
  test("answers what the service does, typed by its document", async () => {
    const newest = await ess.get(LATEST, { path: PLACE, query: { "time-format": "unix" } });
    expect(newest).toEqual(
      await getJson("/api/ess/operating-sites/2/banks/1/latest/?time-format=unix"),
    );
    const sites = await ess.get("/api/ess/operating-sites/");
    expect(sites.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test("goes through all pages of a list by cursor", async () => {
    const query = { date: DATE, fields: "timestamp,bank_soc", page_size: 100 };
    const rows = await all(ess.rows(BANK, { path: PLACE, query }));
    expect(rows).toEqual(
      await getJson(
        `/api/ess/operating-sites/2/banks/1/?date=${DATE}&fields=timestamp,bank_soc&no_page`,
      ),
    );
    expect(rows.length).toBeGreaterThan(200);
  });

  test("asks for the next page where it was told to be, whatever host the page names", async () => {
    const page = (next: string | null) => () => Response.json({ next, results: [{ n: 1 }] });
    const { client, asked } = serviceOf(
      [page("https://elsewhere.test/next/?cursor=x"), page(null)],
      {
        key: "ess_secret",
      },
    );
    expect(await all(client.rows(BANK, { path: PLACE }))).toHaveLength(2);
    expect(asked.map(({ url }) => url)).toEqual([
      "https://service.test/api/ess/operating-sites/2/banks/1/",
      "https://service.test/next/?cursor=x",
    ]);
    for (const { headers } of asked) expect(headers.get("authorization")).toBe("Bearer ess_secret");
  });

  test("takes a download row by row and knows that all came", async () => {
    const rows = await all(
      ess.download(FILES, { path: { site: 2, component: "rack" }, query: { date: DATE } }),
    );
    const text = await (
      await get(`/api/ess/download/operating-sites/2/rack/?date=${DATE}&format=ndjson&trailer=0`)
    ).text();
    expect(rows).toEqual(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    expect(rows.length).toBeGreaterThan(1000);
  });

  test.for<[string, (text: string) => string]>([
    ["altered", (text) => text.replace(/"rack_soc":(\d)/, '"rack_soc":9$1')],
    ["unproved", (text) => text.replace(/\{"_end".*\n$/, "")],
    ["altered", (text) => text.replace(/^.*\n/, "")],
  ])("throws where a download is %s", async ([fault, spoil]) => {
    const whole = await (
      await get(`/api/ess/download/operating-sites/2/rack/?date=${DATE}&format=ndjson`)
    ).text();
    const { client } = serviceOf([() => new Response(spoil(whole))]);
    const rows = client.download(FILES, { path: { site: 2, component: "rack" } });
    const error = await all(rows).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(IncompleteDownload);
    expect(error.fault).toBe(fault);
  });

  test("throws what the service refuses, with every fault of it", async () => {
    const problem = await problemOf(
      ess.get(BANK, { path: { site: 2, bank: 99 }, query: { page: 0, fields: "soc" } }),
    );
    expect(problem.status).toBe(400);
    expect(problem.code).toBe("invalid_parameters");
    expect(problem.faults.map(({ name }) => name)).toContain("page");
    expect(problem.requestId).toMatch(/./);
    const korean = createClient({ baseUrl, language: "ko" });
    const missing = await problemOf(korean.get(LATEST, { path: { site: 77, bank: 1 } }));
    expect(missing.status).toBe(404);
    expect(missing.title).toMatch(/\p{Script=Hangul}/u);
  });

  test("asks again after 429 and 503, as late as it was told to", async () => {
    const { client, waits, asked } = serviceOf([
      refusal(429, 7),
      refusal(503),
      () => Response.json([]),
    ]);
    expect(await client.get("/api/ess/operating-sites/")).toEqual([]);
    expect(waits).toEqual([7000, 2000]);
    expect(asked).toHaveLength(3);
  });

  test("gives up after as many tries as it may, and at once after what asking again does not help", async () => {
    const often = serviceOf(
      Array.from({ length: 9 }, () => refusal(503)),
      { retries: 2 },
    );
    expect((await problemOf(often.client.get("/api/ess/operating-sites/"))).status).toBe(503);
    expect(often.asked).toHaveLength(3);
    for (const status of [400, 401, 404, 500, 504]) {
      const once = serviceOf([refusal(status), refusal(status)]);
      await problemOf(once.client.get("/api/ess/operating-sites/"));
      expect(once.asked, String(status)).toHaveLength(1);
    }
  });

  test("sends nothing twice that may have been done, unless it is marked", async () => {
    const path = "/api/ess/operating-sites/{site}/bank/readings/";
    const given = { path: { site: 2 }, body: [] as never };
    const bare = serviceOf([refusal(503), refusal(503)]);
    await problemOf(bare.client.send("post", path, given));
    expect(bare.asked).toHaveLength(1);
    const marked = serviceOf([refusal(503), () => Response.json({ inserted: 0 })]);
    await marked.client.send("post", path, { ...given, header: { "Idempotency-Key": "a" } });
    expect(marked.asked).toHaveLength(2);
  });

  test("tells where there is nobody, and breaks off when it is told to", async () => {
    const { client } = serviceOf([]);
    expect((await problemOf(client.get("/api/ess/operating-sites/"))).code).toBe("unreachable");
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(ess.get(LATEST, { path: PLACE, signal })).rejects.toThrow("enough");
  });
});

describe("with a key", () => {
  let service: Service;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service?.close());

  test("it may do what the key may, makes keys and takes them back", async () => {
    const { text, lookup } = await service.makeKey();
    const admin = createClient({ baseUrl: service.url, key: text });
    const caller = await admin.get("/api/ess/caller/");
    expect(caller.key).toBe(lookup);
    const made = await admin.send("post", "/api/ess/keys/", {
      body: { name: "reader", scopes: ["raw:read"] },
    });
    const reader = createClient({ baseUrl: service.url, key: made.key });
    expect(await reader.get(LATEST, { path: PLACE })).toHaveProperty("bank_soc");
    await admin.send("delete", "/api/ess/keys/{lookup}/", { path: { lookup: made.lookup } });
    expect(
      (await problemOf(createClient({ baseUrl: service.url }).get("/api/ess/caller/"))).status,
    ).toBe(401);
  });
});

describe("events", () => {
  let service: ProtectionService;
  beforeAll(async () => {
    service = await protectionService();
  });
  afterAll(() => service?.stop());

  test("come as they happen, and after a break go on behind the last one", async () => {
    const client = createClient({ baseUrl: service.url });
    const send = (minute: number, warning: number) => {
      const start = `2025-05-01T10:0${minute}:00+09:00`;
      const values = { [WARNING]: warning, RACK_MAX_CELL_VOLTAGE: 4.06 };
      return service.post(1, "rack", rackSeconds(start, [values]));
    };
    await send(0, 0);
    await send(1, 1);
    const kinds: string[] = [];
    let lastEventId = "0";
    for await (const change of client.events({ lastEventId })) {
      kinds.push(`${change.kind} ${change.event.operating_site}`);
      lastEventId = change.id;
      break;
    }
    await send(2, 0);
    for await (const change of client.events({ lastEventId, site: 1 })) {
      kinds.push(change.kind);
      break;
    }
    expect(kinds).toEqual(["new 1", "ended"]);
  });

  test("are refused for good where they are, and end with their signal", async () => {
    const refused = serviceOf([refusal(403)]).client.events();
    expect((await problemOf(refused.next())).status).toBe(403);
    const signal = AbortSignal.timeout(300);
    expect(await all(createClient({ baseUrl: service.url }).events({ signal }))).toEqual([]);
  });
});

test("what the service does not understand does not compile", () => {
  // Only the compiler looks at this.
  const wrong = () => [
    // @ts-expect-error there is no such address
    ess.get("/api/ess/operating-site/"),
    // @ts-expect-error the bank is missing
    ess.get(LATEST, { path: { site: 2 } }),
    // @ts-expect-error no such parameter
    ess.get(LATEST, { path: PLACE, query: { feilds: "a" } }),
    // @ts-expect-error the newest row has no pages
    ess.rows(LATEST, { path: PLACE }),
  ];
  expect(wrong).toBeTypeOf("function");
});
