import type { SQL } from "drizzle-orm";
import type { Ask, Row, Transact } from "./client.ts";
import { unlessMissing } from "./error.ts";

/**
 * Asks one more question before the first of others, so that it never knows of more than they do: in the same trip,
 * unless that is for a text, which comes by itself. Where its table is not there, they are answered all the same.
 */
export function alongWith(
  question: SQL,
  { ask, transact }: { ask: Ask; transact: Transact },
): { ask: Ask; isAsked: () => boolean; answered: () => Row[] | undefined } {
  let isAsked = false;
  let rows: Row[] | undefined;
  const both = async (first: SQL, options?: Parameters<Ask>[1]) => {
    if (isAsked) return ask(first, options);
    isAsked = true;
    const answers = await unlessMissing(transact([question, first], options));
    if (!answers) return ask(first, options);
    const [own, others = []] = answers;
    rows = own;
    return others;
  };
  const text: Ask["text"] = async (first, buffer, options) => {
    if (!isAsked) {
      isAsked = true;
      rows = await unlessMissing(ask(question, options));
    }
    return ask.text(first, buffer, options);
  };
  return { ask: Object.assign(both, { text }), isAsked: () => isAsked, answered: () => rows };
}
