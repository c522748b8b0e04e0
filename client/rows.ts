import type { Ask, Question } from "./ask.ts";

type Page<T> = { next: string | null; results: T[] };

/** All elements of a list by cursor: none repeated, none missed, even while rows are added. */
export async function* rowsOf<T>(
  ask: Ask,
  template: string,
  question: Question,
): AsyncGenerator<T, void, undefined> {
  let response = await ask(template, question);
  for (;;) {
    const page = (await response.json()) as Page<T>;
    yield* page.results;
    if (page.next === null) return;
    // Drop the host: the key must only go to the configured host.
    const { pathname, search } = new URL(page.next);
    response = await ask(pathname + search, { signal: question.signal });
  }
}
