import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../dev/settings.ts";
import { startWorker } from "../support/world.ts";
import { bodyOf } from "./support/access.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

test("/healthz tells the version, which is that of package.json and of the newest release in the changelog", async () => {
  const changelog = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
  expect(/^## (\d\S*)/m.exec(changelog)?.[1]).toBe(version);
  // What is configured wrongly does not keep it from telling.
  const worker = await startWorker({ AUTH: "ajar" });
  const body = await bodyOf(await fetch(`${worker.url}/healthz`));
  await worker.stop();
  expect(body).toEqual({ status: "ok", version, deployment: null });
});
