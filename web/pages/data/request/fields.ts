/** Names of fields that are chosen of all that there are, in their order. */
export function chosenFields(
  all: readonly string[],
  { fields, omit }: { fields?: string | undefined; omit?: string | undefined },
): string[] {
  const wanted = fields?.split(",");
  const unwanted = omit?.split(",") ?? [];
  return all.filter((name) => (wanted?.includes(name) ?? true) && !unwanted.includes(name));
}

/**
 * The shorter way to say which fields are chosen: these, or all but those. Nothing where all are; `fields` is
 * empty where none is.
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
