import { deidentify, IdentifierCollision } from "../domain/deid/deidentify.ts";
import { keyedPolicy, type Policy } from "../domain/deid/policy.ts";
import type { Env } from "../env.ts";
import { Problem } from "../response/problem.ts";
import type { Site } from "../site/site.ts";

const policies = new WeakMap<Env, Policy>();

/** How this service treats names; the key is imported once per isolate. Undefined where nothing is configured. */
export async function policyOf(env: Env): Promise<Policy | undefined> {
  const known = policies.get(env);
  if (known) return known;
  const policy: Policy | undefined =
    env.DEID_MODE === "plain"
      ? { mode: "plain", omissions: env.DEID_OMIT }
      : env.DEID_KEY === undefined
        ? undefined
        : await keyedPolicy(env.DEID_KEY, env.DEID_VERSION, env.DEID_OMIT);
  if (!policy) return undefined;
  policies.set(env, policy);
  return policy;
}

/**
 * The site as de-identified answers show it.
 * @throws {Problem} deid_not_configured; never the plain site
 */
export async function deidentified(site: Site, { env }: { env: Env }): Promise<Site> {
  const policy = await policyOf(env);
  if (!policy) {
    throw new Problem("deid_not_configured", {
      ko: "비식별화가 설정되지 않았습니다. DEID_KEY에 32바이트 이상의 비밀 값을 설정하거나 DEID_MODE=plain을 설정하세요",
      en: "De-identification is not configured. Set DEID_KEY to a secret of at least 32 bytes, or set DEID_MODE=plain",
    });
  }
  try {
    return await deidentify(site, policy);
  } catch (error) {
    if (!(error instanceof IdentifierCollision)) throw error;
    throw new Problem(
      "deid_not_configured",
      {
        ko: `사이트 ${site.id}에서 두 열의 식별자가 같아집니다. DEID_VERSION을 변경하세요`,
        en: `Two columns of site ${site.id} would receive the same identifier. Set another DEID_VERSION`,
      },
      { cause: error },
    );
  }
}
