import { Presets, SingleBar } from "cli-progress";

/** A message for a person, without a stack; then the command ends with status 1. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Runs a command; what it throws is told in one line where it is meant for a person. */
export async function main(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(isForPerson(error) ? error.message : error);
    process.exitCode = 1;
  }
}

function isForPerson(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { name, code = "" } = error as Error & { code?: string };
  return name === "UsageError" || name === "ImportError" || code.startsWith("ERR_PARSE_ARGS_");
}

export type Progress = { update: (share: number, rows: number) => void; stop: () => void };

/** A bar with rows, or what is counted, and how many per second; lines now and then where there is no terminal. */
export function progressBar(label: string, counted = "rows"): Progress {
  const bar = new SingleBar(
    {
      format: `${label} [{bar}] {percentage}% | {rows} ${counted} | {speed} ${counted}/s`,
      noTTYOutput: true,
      notTTYSchedule: 5000,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const started = Date.now();
  const payload = (rows: number) => ({
    rows: rows.toLocaleString("en"),
    speed: Math.round(rows / Math.max(0.001, (Date.now() - started) / 1000)).toLocaleString("en"),
  });
  bar.start(1000, 0, payload(0));
  return {
    update: (share, rows) => bar.update(Math.round(Math.min(1, share) * 1000), payload(rows)),
    stop: () => bar.stop(),
  };
}
