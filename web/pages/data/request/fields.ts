/** Selected fields, in the order of all fields. */
export function chosenFields(
  all: readonly string[],
  { fields, omit }: { fields?: string | undefined; omit?: string | undefined },
): string[] {
  const wanted = fields?.split(",");
  const unwanted = omit?.split(",") ?? [];
  return all.filter((name) => (wanted?.includes(name) ?? true) && !unwanted.includes(name));
}

/**
 * The shorter of `fields` and `omit` for a selection. Empty if all fields are selected. `fields` is empty if none
 * are.
 */
export function fieldsText(
  all: readonly string[],
  chosen: ReadonlySet<string>,
): { fields?: string; omit?: string } {
  const inOrder = all.filter((name) => chosen.has(name));
  if (inOrder.length === all.length) return {};
  const others = all.filter((name) => !chosen.has(name));
  return inOrder.length <= others.length
    ? { fields: inOrder.join(",") }
    : { omit: others.join(",") };
}
