import * as z from "zod";
import { lookupShape } from "../domain/access/key.ts";
import { COMPONENTS, MOST_INTEGER } from "../site/site.ts";
import { text, whole, word, wrong } from "./parameter.ts";

const id = (description: string) => whole(1, MOST_INTEGER, { description, example: 1 });

/** How a key is named: never by its text. */
export const lookupParameter = (description: string) =>
  text({ description, example: "0a1b2c3d", pattern: lookupShape.source }, (raw) =>
    lookupShape.test(raw)
      ? { value: raw }
      : wrong(
          "not_a_lookup",
          "키에서 ess_ 다음의 8자여야 합니다. 예: 0a1b2c3d",
          "must be the 8 letters after ess_ in the key. Example: 0a1b2c3d",
        ),
  );

/** The path parameters by name. */
const pathParameters = {
  site: id("Operating site id"),
  bank: id("Bank number at the site"),
  rack: id("Rack number in the bank"),
  id: whole(1, Number.MAX_SAFE_INTEGER, { description: "Event id", example: 1 }),
  lookup: lookupParameter("Lookup part of the key: the 8 letters after `ess_`"),
  component: word(COMPONENTS, { description: "Component", example: "rack" }),
};

type PathName = keyof typeof pathParameters;

const anyPath = z.strictObject(pathParameters).partial();

const pathSchemas = new Map<string, typeof anyPath>();

/** Schema of the parameters that a path such as `/operating-sites/{site}/banks/{bank}/` names. */
export function pathSchema(path: string): typeof anyPath {
  const known = pathSchemas.get(path);
  if (known) return known;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathName);
  // A request that was routed by the path has all of them; the type says that of none.
  const schema = z.strictObject(
    Object.fromEntries(names.map((name) => [name, pathParameters[name]])),
  ) as unknown as typeof anyPath;
  pathSchemas.set(path, schema);
  return schema;
}
