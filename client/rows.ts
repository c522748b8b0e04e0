import type { Ask, Question } from "./ask.ts";

type Page<T> = { next: string | null; results: T[] };

/** The elements of a list, page after page by cursor: none twice and none missed while others arrive. */
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
    // Its address without its host: a key is for the host that it was given for.
    const { pathname, search } = new URL(page.next);
    response = await ask(pathname + search, { signal: question.signal });
  }
}
