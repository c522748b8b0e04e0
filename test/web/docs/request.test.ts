import { expect, test } from "vitest";
import { beginningOf, isReadable } from "../../../web/pages/docs/answer.ts";
import {
  type Document,
  isFound,
  limitsOf,
  type Operation,
  operationsOf,
  typeText,
} from "../../../web/pages/docs/openapi.ts";
import { addressOf, curlOf, valuesIn } from "../../../web/pages/docs/request.ts";

/** A document of one operation. */
const documentOf = (operation: object) =>
  ({
    paths: {
      "/sites/{site}/": { get: { operationId: "one", summary: "One", tags: ["T"], ...operation } },
    },
    components: { schemas: {}, responses: { NotFound: { description: "No such site" } } },
  }) as unknown as Document;
const operation = (change: Partial<Operation> = {}): Operation => ({
  id: "listBank",
  method: "GET",
  path: "/api/sites/{site}/",
  tag: "Operating data",
  summary: "Rows of a bank",
  about: undefined,
  access: ["raw:read"],
  parameters: [
    { name: "site", in: "path", required: true, schema: { example: 2 } },
    { name: "date", in: "query", schema: { example: "2022-05-10" } },
    { name: "Last-Event-ID", in: "header", schema: {} },
  ],
  body: undefined,
  answers: [],
  ...change,
});

test("an operation has the access that the document states", () => {
  for (const access of ["anyone", "any scope", ["ingest", "admin"]]) {
    const [one] = operationsOf(documentOf({ "x-ess-access": access, responses: {} }));
    expect(one).toMatchObject({ access, method: "GET", about: undefined });
  }
});

test("an answer that refers to a component is read from there", () => {
  const [one] = operationsOf(
    documentOf({
      description: "More of it.",
      responses: {
        200: { description: "It" },
        404: { $ref: "#/components/responses/NotFound" },
      },
    }),
  );
  expect(one).toMatchObject({
    about: "More of it.",
    answers: [
      { status: "200", description: "It" },
      { status: "404", description: "No such site" },
    ],
  });
});

test("a search finds its words in any order, in the address, the name and either language", () => {
  const find = (search: string) => isFound(operation(), search, "뱅크의 행");
  expect(["bank rows", "LISTBANK", "/api/sites", "뱅크 rows"].map(find)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(find("rack")).toBe(false);
});

test("an address has what is given, and of what must be there else its example", () => {
  expect(addressOf(operation(), {})).toBe("/api/sites/2/");
  expect(addressOf(operation(), { site: "a/b", date: "2026-11-22T09:00" })).toBe(
    "/api/sites/a%2Fb/?date=2026-11-22T09:00",
  );
});

test("the values of parameters are kept in the address of the page, apart from its own", () => {
  expect(valuesIn({ operation: "listBank", "p-date": "2026-11-22", "p-site": "" })).toEqual({
    date: "2026-11-22",
  });
});

test("a command names the key by the environment and quotes what a shell would read", () => {
  expect(curlOf(operation(), { date: "2026", "Last-Event-ID": "it's" }, "http://h")).toBe(
    [
      "curl 'http://h/api/sites/2/?date=2026' \\",
      '  -H "Authorization: Bearer $ESS_KEY" \\',
      "  -H 'Last-Event-ID: it'\\''s'",
    ].join("\n"),
  );
  const post = operation({
    method: "POST",
    access: "anyone",
    parameters: [],
    body: { isRequired: true, content: { "application/json": { example: { comment: "x" } } } },
  });
  expect(curlOf(post, {}, "")).toContain("-X POST");
  expect(curlOf(post, {}, "")).toContain(`-d '{"comment":"x"}'`);
  expect(curlOf(post, {}, "")).not.toContain("Authorization");
});

test("types are told in a few words", () => {
  expect(typeText({ type: ["string", "null"] })).toBe("string | null");
  expect(typeText({ type: "array", items: { $ref: "#/components/schemas/Caller" } })).toBe(
    "Caller[]",
  );
  expect(typeText({ anyOf: [{ type: "string" }, { type: "integer" }] })).toBe("string | integer");
  expect(limitsOf({ type: "integer", minimum: 1, default: 10 })).toEqual({
    choice: [],
    least: 1,
    byDefault: "10",
  });
});

const response = (...parts: (string | undefined)[]) =>
  new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const part = parts.shift();
        if (part !== undefined) controller.enqueue(new TextEncoder().encode(part));
        else if (parts.length === 0) controller.close();
        else return new Promise(() => {});
      },
    }),
  );

test("a body is shown as far as its beginning, JSON that is whole with its lines", async () => {
  expect(await beginningOf(response('{"a":', "1}"))).toEqual({
    text: '{\n  "a": 1\n}',
    isCut: false,
  });
  expect(await beginningOf(response("abc", "def"), { most: 4 })).toEqual({
    text: "abcd",
    isCut: true,
  });
  expect(await beginningOf(response())).toEqual({ text: "", isCut: false });
});

test("an answer that does not end is not waited for", async () => {
  const endless = response("data: 1\n\n", undefined, "never");
  expect(await beginningOf(endless, { millis: 1000 })).toEqual({
    text: "data: 1\n\n",
    isCut: true,
  });
});

test.each([
  ["application/json", true],
  ["application/problem+json", true],
  ["text/event-stream", true],
  ["text/csv; charset=utf-8", true],
  ["application/octet-stream", false],
  [null, false],
])("a body of the type %s is shown: %s", (type, isShown) => {
  expect(isReadable(type)).toBe(isShown);
});
