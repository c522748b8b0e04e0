import { afterAll, beforeAll, expect, test } from "vitest";
import type { PageBody } from "../../support/http.ts";
import { bodyOf, openService, problemOf, type Service, type TestKey } from "../support/access.ts";
import { type Item, MAP } from "./service.ts";

let service: Service;
const keys: Record<string, TestKey> = {};
beforeAll(async () => {
  service = await openService({ WEBHOOK_KEY: "a secret that signs the webhooks of the tests" });
  keys.reader = await service.makeKey({ scopes: ["analytics:read"], sites: [2] });
  keys.collector = await service.makeKey({ scopes: ["ingest"], sites: [2] });
  keys.admin = await service.makeKey({ scopes: ["admin"], sites: [1] });
  await service.client.query(
    `insert into protection_event (site, bank, rack, code, level, start_at, source, peak_at, description, description_eng, began_change)
     select site, 1, 1, 6, 1, '2026-01-05', 'flag', '2026-01-05', '', '', nextval('protection_change') from generate_series(1, 3) as site`,
  );
});
afterAll(() => service?.close());

const idOf = async (site: number): Promise<number> =>
  Number(
    (await service.client.query("select id from protection_event where site = $1", [site])).rows[0]
      .id,
  );

test("a key sees the events of its sites alone, in the list and in the stream", async () => {
  const page = await bodyOf<PageBody>(await service.ask(MAP, keys.reader));
  expect((page.results as unknown as Item[]).map(({ operating_site }) => operating_site)).toEqual([
    2,
  ]);
  const response = await fetch(`${service.url}${MAP}stream/?seconds=1`, {
    headers: { authorization: `Bearer ${keys.reader?.text}`, "last-event-id": "0" },
  });
  const text = await response.text();
  expect([...text.matchAll(/"operating_site":(\d)/g)].map(([, site]) => site)).toEqual(["2"]);
  await problemOf(await service.ask(`${MAP}stream/?site=1`, keys.reader), 400);
});

test("who sends readings acknowledges events of its sites; those of others are not there", async () => {
  const body = { comment: "Seen" };
  const [own, other] = [await idOf(2), await idOf(1)];
  const item = await bodyOf<Item>(
    await service.ask(`${MAP}events/${own}/ack/`, keys.collector, { body }),
  );
  expect(item.acknowledged).toMatchObject({ by: keys.collector?.lookup, comment: "Seen" });
  const again = await bodyOf<Item>(
    await service.ask(`${MAP}events/${own}/ack/`, keys.collector, { body: { comment: "Mended" } }),
  );
  expect(again.acknowledged?.comment).toBe("Mended");
  for (const id of [other, 999_999]) {
    const problem = await problemOf(
      await service.ask(`${MAP}events/${id}/ack/`, keys.collector, { body }),
      404,
    );
    expect(problem.code).toBe("unknown_event");
  }
  const { rows } = await service.client.query(
    "select action, site, key from audit where action like 'acknowledge%'",
  );
  expect(rows).toEqual(
    [1, 2].map(() => ({
      action: `acknowledge event ${own}`,
      site: 2,
      key: keys.collector?.lookup,
    })),
  );
});

test.each([
  [{}],
  [{ comment: "" }],
  [{ comment: "  " }],
  [{ comment: 5 }],
  [{ comment: "x".repeat(1001) }],
  [{ comment: "a\u0000b" }],
  [{ comment: "\ud800" }],
])("a comment that is none is refused: %j", async (body) => {
  const problem = await problemOf(
    await service.ask(`${MAP}events/1/ack/`, keys.collector, { body }),
    400,
  );
  expect(problem.errors).toMatchObject([{ in: "body", name: "comment" }]);
});

test("in earnest a webhook leads to a public https address, and what is done with it is written down", async () => {
  const path = `${MAP}operating-sites/1/webhook/`;
  for (const url of [
    "http://example.com/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://example.com:81/",
  ]) {
    const problem = await problemOf(
      await service.ask(path, keys.admin, { method: "PUT", body: { url } }),
      400,
    );
    expect(problem.errors, url).toMatchObject([{ in: "body", name: "url", code: "not_allowed" }]);
  }
  const body = { url: "https://example.com/ess-events" };
  await bodyOf(await service.ask(path, keys.admin, { method: "PUT", body }));
  expect(await bodyOf(await service.ask(path, keys.admin))).toMatchObject({
    url: body.url,
    deliveries: [],
  });
  expect(await bodyOf(await service.ask(path, keys.admin, { method: "DELETE" }))).toMatchObject({
    url: null,
  });
  await problemOf(await service.ask(path.replace("/1/", "/2/"), keys.admin), 404);
  const { rows } = await service.client.query(
    "select action, site from audit where action like '%webhook' order by number",
  );
  expect(rows).toEqual([
    { action: "set webhook", site: 1 },
    { action: "delete webhook", site: 1 },
  ]);
});
