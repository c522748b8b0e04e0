/** Items of a JSON array as texts, some of them in each and joined by commas there; made when they are taken. */
export type Items = { rows: number; texts: Iterable<string> };
