import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { alongWith } from "../../src/store/sql/along.ts";
import type { Ask, Row } from "../../src/store/sql/client.ts";
import { DatabaseError } from "../../src/store/sql/error.ts";
import { TextBuffer } from "../../src/store/sql/text-buffer.ts";

const [OWN, FIRST, SECOND] = [sql`own`, sql`first`, sql`second`];

/** A database that answers with the name of what it is asked, and remembers how. */
function database(failure?: DatabaseError) {
  const asked: string[] = [];
  const nameOf = (query: typeof OWN) =>
    String(query.queryChunks.map((chunk) => Object(chunk).value));
  const ask = Object.assign(
    async (query: typeof OWN): Promise<Row[]> => {
      asked.push(nameOf(query));
      return [{ name: nameOf(query) }];
    },
    {
      text: async (query: typeof OWN) => {
        asked.push(`text of ${nameOf(query)}`);
        return { rows: 1, bytes: new Uint8Array() };
      },
    },
  ) as Ask;
  const transact = async (queries: readonly (typeof OWN)[]) => {
    asked.push(queries.map(nameOf).join(" then "));
    if (failure) throw failure;
    return queries.map((query) => [{ name: nameOf(query) }]);
  };
  return { ask, transact, asked };
}

test("goes before the first question in one trip, and later ones go alone", async () => {
  const { asked, ...given } = database();
  const along = alongWith(OWN, given);
  expect(along.answered()).toBeUndefined();
  expect(await along.ask(FIRST)).toEqual([{ name: "first" }]);
  expect(along.answered()).toEqual([{ name: "own" }]);
  expect(await along.ask(SECOND)).toEqual([{ name: "second" }]);
  expect(asked).toEqual(["own then first", "second"]);
});

test("where its table is not there the first is answered all the same, and it is not", async () => {
  const { asked, ...given } = database(new DatabaseError("schema", "no table"));
  const along = alongWith(OWN, given);
  expect(await along.ask(FIRST)).toEqual([{ name: "first" }]);
  expect(along.answered()).toBeUndefined();
  expect(asked).toEqual(["own then first", "first"]);
});

test("goes alone before a text", async () => {
  const { asked, ...given } = database();
  const along = alongWith(OWN, given);
  await along.ask.text(FIRST, new TextBuffer());
  expect(along.answered()).toEqual([{ name: "own" }]);
  await along.ask(SECOND);
  expect(asked).toEqual(["own", "text of first", "second"]);
});

test("any other failure is that of the first question", async () => {
  const { asked, ...given } = database(new DatabaseError("unavailable", "nobody there"));
  const along = alongWith(OWN, given);
  await expect(along.ask(FIRST)).rejects.toThrow("nobody there");
  expect(asked).toEqual(["own then first"]);
});
