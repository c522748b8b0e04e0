import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildAssets } from "../build/assets.ts";
import { askChanges, askReads } from "../record/by-hand.ts";
import { differences, type Recording } from "../record/compare.ts";
import { askGenerated, type Operation, operationsOf } from "../record/generated.ts";
import { Recorder } from "../record/recorder.ts";
import { makeWorld } from "../record/world.ts";
import { ROOT } from "../settings.ts";
import { main, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run record -- FILE                       records the answers of the service to some 3,400 requests
       npm run record -- --compare FILE [--texts] [--to OTHER]   records again and prints every difference; ends with 1 if any
The data are simulated, the clock stands still, the secrets are fixed: one commit always answers the same. What
cannot be fixed is replaced (dev/record/normalise.ts). FILE.models holds the trained models, which a comparison
uses as they are. A comparison asks for the operations that FILE lists.
  --texts     members that people read (detail, title, summary, description) may differ; each is listed once
  --to OTHER  compares with the recording OTHER instead of recording; without a file of that name it is kept there`;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: {
      compare: { type: "string" },
      to: { type: "string" },
      texts: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const { compare, to, texts } = values;
  const [file] = positionals;
  if ((compare === undefined) === (file === undefined) || positionals.length > 1)
    throw new UsageError(USAGE);
  if (compare === undefined) {
    if (file) save(file, await record(`${file}.models`));
    return;
  }
  const before = read(compare);
  const after =
    to && existsSync(to) ? read(to) : await record(`${compare}.models`, before.operations);
  if (to && !existsSync(to)) save(to, after);
  const { found, rewritten } = differences(before, after, { texts });
  for (const difference of found) console.log(difference);
  for (const [from, to] of rewritten) console.log(`rewritten\n  - ${from}\n  + ${to}`);
  console.log(
    `${found.length} differences and ${rewritten.size} rewritten texts in ${before.entries.length} requests`,
  );
  if (found.length > 0) process.exitCode = 1;
});

function read(file: string): Recording {
  return JSON.parse(readFileSync(file, "utf8"));
}

function save(file: string, recording: Recording): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
  const { entries, operations } = recording;
  const kinds = new Set(entries.map(({ request, status }) => `${kindOf(request)} ${status}`));
  console.log(
    `${entries.length} requests, ${operations.length} operations, ${kinds.size} kinds of path × status`,
  );
}

/** Method and path with its numbers taken out. */
function kindOf(request: string): string {
  return (/^\w+ (\w+ [^ ?]+)/.exec(request)?.[1] ?? "").replace(/\/\d+(?=\/)/g, "/n");
}

async function record(models: string, given?: Operation[]): Promise<Recording> {
  const started = Date.now();
  const say = (text: string) =>
    console.error(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);
  await buildAssets();
  const assets = join(ROOT, "dist/assets");
  const document = readFileSync(join(assets, "openapi.json"), "utf8");
  const operations = given ?? operationsOf(JSON.parse(document));
  const world = await makeWorld(models, say);
  try {
    const recorder = new Recorder(world.urls);
    recorder.keep("asset openapi.json", document);
    recorder.keep(
      "asset docs",
      readdirSync(join(assets, "docs"), { recursive: true }).sort().join("\n"),
    );
    say("reading requests …");
    await askGenerated(recorder, operations);
    await askReads(recorder);
    say("changing requests …");
    await askChanges(recorder, world);
    say("done");
    return { operations, entries: recorder.entries };
  } finally {
    await world.stop();
  }
}
