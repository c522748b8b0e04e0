import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, test } from "vitest";
import { openApiDocument } from "../../../dev/build/openapi.ts";
import { ROOT } from "../../../dev/settings.ts";

type Cell = { cell_type: string; source: string[]; outputs?: unknown[] };

const notebook: { nbformat: number; cells: Cell[] } = JSON.parse(
  readFileSync(join(ROOT, "examples/notebook.ipynb"), "utf8"),
);
const code = notebook.cells
  .filter(({ cell_type }) => cell_type === "code")
  .map(({ source }) => source.join(""));

const PYTHON = process.env.PYTHON ?? "python3";
const runs = (text: string): boolean => spawnSync(PYTHON, ["-c", text]).status === 0;
const hasPython = runs("");
const hasPandas = runs("import matplotlib, pandas, requests");
const without = (what: string) => ` (skipped: ${PYTHON} ${what}; PYTHON names another)`;

const folder = mkdtempSync(join(tmpdir(), "ess-edge-notebook-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls of `ask` in the syntax tree: address, with * for what is filled in, and names of parameters. */
const CALLS = `
import ast, json, sys
calls = []
for cell in json.load(sys.stdin):
    for node in ast.walk(ast.parse(cell)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ask"):
            continue
        address = node.args[0]
        parts = address.values if isinstance(address, ast.JoinedStr) else [address]
        text = "".join(part.value if isinstance(part, ast.Constant) else "*" for part in parts)
        names = []
        for keyword in node.keywords:
            names += [keyword.arg] if keyword.arg else [key.value for key in keyword.value.keys]
        calls.append([text, names])
json.dump(calls, sys.stdout)
`;

describe("examples/notebook.ipynb", () => {
  test("is a notebook without outputs", () => {
    expect(notebook.nbformat).toBe(4);
    expect(code.length).toBeGreaterThan(7);
    expect(notebook.cells.flatMap(({ outputs = [] }) => outputs)).toEqual([]);
  });

  test.skipIf(!hasPython)(
    `every cell is Python, and asks for addresses and parameters that there are${hasPython ? "" : without("is not there")}`,
    () => {
      const { status, stdout, stderr } = spawnSync(PYTHON, ["-c", CALLS], {
        input: JSON.stringify(code),
        encoding: "utf8",
      });
      expect(status, stderr).toBe(0);
      const calls: [string, string[]][] = JSON.parse(stdout);
      expect(calls.length).toBeGreaterThanOrEqual(8);
      const paths = openApiDocument("0.0.0").paths as Record<
        string,
        { get?: { parameters?: { in: string; name: string }[] } }
      >;
      for (const [address, names] of calls) {
        const pattern = new RegExp(`^${address.replaceAll("*", "[^/]+")}$`);
        const path = Object.keys(paths).find((one) =>
          pattern.test(one.replace("{component}", "bank")),
        );
        expect(path, address).toBeDefined();
        const known = paths[path ?? ""]?.get?.parameters?.map(({ name }) => name) ?? [];
        expect(known, address).toEqual(expect.arrayContaining(names));
      }
    },
  );

  test.skipIf(!hasPandas)(
    `runs from its first cell to its last${hasPandas ? "" : without("lacks requests, pandas or matplotlib")}`,
    async () => {
      const file = join(folder, "notebook.py");
      writeFileSync(file, code.join("\n\n"));
      const child = spawn(PYTHON, [file], {
        env: { ...process.env, ESS_URL: inject("worker"), MPLBACKEND: "agg", MPLCONFIGDIR: folder },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let told = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (data: Buffer) => {
          told += data.toString();
        });
      }
      const status = await new Promise((resolve) => child.on("close", resolve));
      expect(status, told).toBe(0);
      expect(told).toMatch(/\d{3,} rows of 2026-01-0\d, as they were sent/);
    },
  );
});
