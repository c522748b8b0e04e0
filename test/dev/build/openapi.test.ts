import { expect, test } from "vitest";
import { openApiDocument } from "../../../dev/build/openapi.ts";
import { createApp } from "../../../src/app.ts";
import { SCOPES } from "../../../src/domain/access/scopes.ts";
import { PROBLEMS } from "../../../src/response/problem.ts";

type Schema = {
  $ref?: string;
  type?: string | string[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
};
type Response = {
  $ref?: string;
  description?: string;
  content?: Record<string, { schema: Schema }>;
};
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  "x-ess-access": string | string[];
  parameters?: { in: string; name: string }[];
  requestBody?: object;
  responses: Record<string, Response>;
};
type Document = {
  info: { contact?: { name: string } };
  tags: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
};

const { info, tags, paths, components } = openApiDocument("0.0.0") as unknown as Document;
const OPERATIONS = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const nameOf = ({ $ref }: { $ref?: string }) => $ref?.split("/").at(-1) ?? "";
const operationOf = (id: string) => {
  const found = OPERATIONS.find(({ operation }) => operation.operationId === id)?.operation;
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};
/** The 4XX statuses that an operation declares. */
const errorsOf = (id: string) =>
  Object.keys(operationOf(id).responses).filter((status) => /^4/.test(status));

test("tags are declared, described, and used", () => {
  const used = new Set(OPERATIONS.flatMap(({ operation }) => operation.tags));
  expect(tags.map(({ name }) => name).toSorted()).toEqual([...used].toSorted());
  for (const { name, description } of tags) expect(description, name).toMatch(/\S/);
});

test("the document names a contact", () => {
  expect(info.contact?.name).toMatch(/\S/);
});

test("every summary starts with a verb and has no full stop", () => {
  const verbs =
    /^(Check|List|Get|Find|Download|Average|Aggregate|Forecast|Backtest|Count|Stream|Acknowledge|Write|Delete|Set|Create|Revoke|Sign) /;
  const summaries = OPERATIONS.map(({ operation }) => operation.summary);
  expect(summaries.filter((summary) => !verbs.test(summary) || summary.endsWith("."))).toEqual([]);
  expect(new Set(summaries).size).toBe(summaries.length);
});

test("every operation states who may call it, as its contract does", () => {
  const contracts = new Map(
    createApp().contracts.map(({ operationId, access }) => [operationId, access]),
  );
  for (const { path, operation } of OPERATIONS) {
    const access = operation["x-ess-access"];
    const known = contracts.get(operation.operationId);
    const words = ["anyone", "any scope"];
    expect(access, path).toEqual(words.includes(String(known)) ? known : [known].flat());
    expect(access === "anyone", path).toBe(operation.security.length === 0);
    if (Array.isArray(access)) {
      expect(SCOPES, path).toEqual(expect.arrayContaining(access));
      expect(
        operation.security.flatMap(({ key }) => key),
        path,
      ).toEqual(access);
    }
  }
});

test("every operation declares its 4XX responses as components that exist", () => {
  for (const { path, operation } of OPERATIONS) {
    const errors = Object.entries(operation.responses).filter(([status]) => /^4/.test(status));
    expect(errors.length, path).toBeGreaterThan(0);
    for (const [status, response] of errors) {
      const { description = "", content } = components.responses[nameOf(response)] ?? {};
      const codes = [...description.matchAll(/`([a-z]+_?[a-z_]*)`/g)].flatMap(([, code = ""]) =>
        code in PROBLEMS ? [PROBLEMS[code as keyof typeof PROBLEMS].status] : [],
      );
      expect(codes.length, path).toBeGreaterThan(0);
      expect(new Set(codes), description).toEqual(new Set([Number(status)]));
      expect(content, path).toHaveProperty(["application/problem+json"]);
    }
  }
});

test.each([
  ["health", ["400"]],
  ["readiness", ["400", "429"]],
  ["deidentificationPolicy", ["400", "401", "403", "429"]],
  ["listSites", ["400", "401", "403", "429"]],
  ["listBank", ["400", "401", "403", "404", "406", "409", "422", "429"]],
  ["latestRack", ["400", "401", "403", "404", "409", "429"]],
  ["aggregateBank", ["400", "401", "403", "404", "422", "429"]],
  ["gapsBank", ["400", "401", "403", "404", "429"]],
  ["updatesBank", ["400", "401", "403", "404", "409", "429"]],
  ["ingestBank", ["400", "401", "403", "404", "409", "413", "415", "422", "429"]],
  ["deleteReadingsBank", ["400", "401", "403", "404", "409", "422", "429"]],
  ["listEvents", ["400", "401", "403", "404", "429"]],
  ["createKey", ["400", "401", "403", "413", "415", "429"]],
  ["createDownloadLink", ["400", "401", "403", "404", "406", "413", "415", "429"]],
])("%s gives %j", (id, statuses) => {
  expect(errorsOf(id)).toEqual(statuses);
});

/** Generators derive these names from an operation. */
const DERIVED = ["", "Data", "Body", "Params", "Error", "Errors", "Response", "Responses"];

test("no schema or response shares its name with what generators make of an operation", () => {
  const plain = (name: string) => name.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
  const taken = new Set(
    OPERATIONS.flatMap(({ operation }) =>
      DERIVED.map((suffix) => plain(operation.operationId + suffix)),
    ),
  );
  const names = [...Object.keys(components.schemas), ...Object.keys(components.responses)];
  expect(names.filter((name) => taken.has(plain(name)))).toEqual([]);
  expect(new Set(names.map(plain)).size).toBe(names.length);
});

test("path parameters are called by what they name", () => {
  const names = OPERATIONS.flatMap(({ operation }) =>
    (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name),
  );
  expect([...new Set(names)].toSorted()).toEqual(
    ["site", "bank", "rack", "component", "id", "lookup"].toSorted(),
  );
});

test("no operation has one name for two parameters", () => {
  for (const { path, operation } of OPERATIONS) {
    const names = (operation.parameters ?? []).map(({ name }) => name);
    expect(new Set(names).size, path).toBe(names.length);
  }
});

test("a page and an array of all rows are two named types", () => {
  const lists = OPERATIONS.filter(({ operation: { parameters = [] } }) =>
    ["cursor", "no_page"].every((name) => parameters.some((one) => one.name === name)),
  );
  expect(lists.length).toBeGreaterThanOrEqual(12);
  for (const { path, operation } of lists) {
    const { schema } = operation.responses[200]?.content?.["application/json"] ?? {};
    const [page = "", list = "", ...others] = (schema?.oneOf ?? []).map(nameOf);
    expect([page.replace(/Page$/, ""), others], path).toEqual([list.replace(/List$/, ""), []]);
    const row = `#/components/schemas/${page.replace(/Page$/, "")}`;
    expect(components.schemas[page]?.properties?.results?.items, path).toEqual({ $ref: row });
    expect(components.schemas[page]?.type, path).toBe("object");
    expect(components.schemas[list], path).toMatchObject({ type: "array", items: { $ref: row } });
    expect(Object.keys(components.schemas), path).toContain(nameOf({ $ref: row }));
  }
});
