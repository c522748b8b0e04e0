import { type Check, type Context, contextOf, lookAround, SmokeFailure } from "./context.ts";
import { DATA_CHECKS } from "./data-checks.ts";
import { SERVICE_CHECKS } from "./service-checks.ts";

export type SmokeOptions = { key?: string; isPublic: boolean };

/** Checks a service that runs at `url`; tells a line for each check. Returns how many failed. */
export async function smoke(
  url: string,
  options: SmokeOptions,
  tell: (line: string) => void,
): Promise<number> {
  let failed = 0;
  const checked = async (name: string, run: () => Promise<string>) => {
    try {
      tell(`ok    ${name}: ${await run()}`);
    } catch (error) {
      failed++;
      tell(`FAIL  ${name}: ${reasonOf(error)}`);
    }
  };
  let context = contextOf(url, options);
  for (const { name, run } of SERVICE_CHECKS) await checked(name, () => run(context));
  if (options.key === undefined && !options.isPublic) {
    tell("–     what needs rows is not checked: give --key, or --public where none is needed");
    return failed;
  }
  await checked("the caller may read", async () => {
    context = await lookAround(context);
    return context.scopes.join(", ") || "nothing";
  });
  for (const check of DATA_CHECKS) {
    if (mayRun(check, context)) await checked(check.name, () => check.run(context));
    else tell(`–     ${check.name}: not checked, it needs the scope ${check.scope}`);
  }
  return failed;
}

const mayRun = ({ scope }: Check, { scopes }: Context): boolean =>
  scope === undefined || scopes.includes(scope);

function reasonOf(error: unknown): string {
  if (error instanceof SmokeFailure) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
}
