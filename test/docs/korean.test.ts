import { expect, test } from "vitest";
import { openApiDocument } from "../../dev/build/openapi.ts";
import { headingsOf, problemTexts } from "../../dev/build/problems.ts";
import { koreanOf } from "../../web/pages/docs/ko/index.ts";
import { type Document, isRow, operationsOf, type Schema } from "../../web/pages/docs/openapi.ts";

const document = openApiDocument("0.0.0") as unknown as Document;
const operations = operationsOf(document);
const HANGUL = /\p{Script=Hangul}/u;
/** What is the same in every language. */
const SAME = ["1 − mae / persistence_mae"];

/** Texts that have no Korean, or one that is not. */
const without = (texts: Iterable<string | undefined>): string[] =>
  [...new Set(texts)].filter(
    (text) =>
      text !== undefined &&
      text !== "" &&
      !SAME.includes(text) &&
      !HANGUL.test(koreanOf(text) ?? ""),
  ) as string[];

/** Descriptions of all that a schema holds; of rows the columns are told by the site itself. */
function* described(schema: Schema): Generator<string | undefined> {
  yield schema.description;
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.items ? [schema.items] : []),
    ...(typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : []),
  ];
  for (const one of inner) yield* described(one);
}

test("every operation and every tag has a Korean text", () => {
  expect(operations.length).toBeGreaterThan(100);
  expect(without(operations.map(({ summary }) => summary))).toEqual([]);
  expect(without(operations.map(({ about }) => about))).toEqual([]);
  expect(without(operations.map(({ tag }) => tag))).toEqual([]);
  expect(without(document.tags.flatMap(({ name, description }) => [name, description]))).toEqual(
    [],
  );
});

test("operations at different places are told apart in Korean as well", () => {
  const texts = operations.map(({ summary }) => koreanOf(summary));
  const inEnglish = new Set(operations.map(({ summary }) => summary));
  expect(new Set(texts).size).toBe(inEnglish.size);
  expect(texts.filter((text) => text?.includes("{"))).toEqual([]);
});

test("every parameter has a Korean text", () => {
  const parameters = operations.flatMap((operation) => operation.parameters);
  expect(without(parameters.map(({ description }) => description))).toEqual([]);
});

test("every answer, every header of one and every field that is shown has a Korean text", () => {
  const answers = operations.flatMap((operation) => operation.answers);
  expect(without(answers.map(({ description }) => description))).toEqual([]);
  const headers = answers.flatMap((answer) => Object.values(answer.headers ?? {}));
  expect(without(headers.map(({ description }) => description))).toEqual([]);
  const contents = [...answers, ...operations.map(({ body }) => body)].flatMap((one) =>
    Object.values(one?.content ?? {}),
  );
  const schemas = [
    ...contents.map(({ schema = {} }) => schema),
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      isRow(name) ? [] : [schema],
    ),
  ];
  expect(without(schemas.flatMap((schema) => [...described(schema)]))).toEqual([]);
});

test("docs/errors.md and its Korean twin explain the same problems in the same order", () => {
  expect(headingsOf("ko")).toEqual(headingsOf("en"));
  for (const { code, about } of problemTexts().problems) {
    expect(JSON.stringify(about.en), code).toMatch(/Status \d{3}/);
    expect(JSON.stringify(about.ko), code).toMatch(/상태 \d{3}/);
  }
});

test("both files name the status that a problem is answered with", () => {
  for (const { code, status, about } of problemTexts().problems) {
    expect(JSON.stringify(about.en), code).toContain(`Status ${status}`);
    expect(JSON.stringify(about.ko), code).toContain(`상태 ${status}`);
  }
});
