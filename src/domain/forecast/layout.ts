import { UnreadableError } from "./bytes.ts";
import { instantColumns, ownColumns, sharedColumns } from "./columns.ts";
import { HORIZONS } from "./model.ts";
import { REGIMES } from "./regime.ts";
import { BINS } from "./residuals.ts";
import { LINEAR_COLUMNS } from "./state.ts";
import { STRATA } from "./strata.ts";
import { type TargetName, targetOf } from "./targets.ts";

/** What the numbers of a kept model or state stand for, as eight hex digits (FNV-1a). */
export function layoutOf(name: TargetName): string {
  const target = targetOf(name);
  const columns = [sharedColumns(target), ownColumns(target), instantColumns(target)];
  const text = JSON.stringify([target, HORIZONS, REGIMES, STRATA, BINS, LINEAR_COLUMNS, columns]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** @throws {UnreadableError} if columns or scales have changed since the numbers were kept */
export function checkLayout({ target, layout }: { target: TargetName; layout: string }): void {
  if (layout !== layoutOf(target)) throw new UnreadableError(`${target}: different layout`);
}
