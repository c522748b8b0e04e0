import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

const TRAIN = join(ROOT, "dev/commands/train.ts");

/**
 * Models learn in processes of their own, because this one answers the worker's questions. Until they have,
 * forecasts are persistence and say so.
 */
export function startTraining(
  sites: readonly { id: number }[],
  say: (text: string) => void,
): {
  done: Promise<void>;
  stop: () => Promise<void>;
} {
  let stopped = false;
  let stop = () => {};
  const train = async () => {
    for (const { id } of sites) {
      if (stopped) return;
      const started = Date.now();
      const child = spawn(process.execPath, [TRAIN, "--site", String(id)], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      stop = () => child.kill("SIGTERM");
      let told = "";
      child.stderr.on("data", (data) => {
        told = String(data);
      });
      const code = await new Promise((resolve) => child.once("exit", resolve));
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      if (code === 0) say(`  site ${id}: forecasting models are up to date (${seconds} s)`);
      else if (!stopped) say(`  site ${id}: no forecasting models, training has failed: ${told}`);
    }
  };
  const done = train();
  return {
    done,
    stop: async () => {
      stopped = true;
      stop();
      await done;
    },
  };
}
