/** A span of time, [start, end), microseconds since 1970. */
export type Window = { start: number; end: number };

/** Number of rows that begin in a bucket of time; buckets have one width and stand in order. */
export type Bucket = { start: number; rows: number };

/**
 * Cuts the time from `start` on into windows of about `target` rows: sparse buckets are joined, dense ones
 * split evenly. Lazy, so that a long range costs no memory.
 */
export function* cutWindows(
  buckets: readonly Bucket[],
  { width, target, start }: { width: number; target: number; start: number },
): Generator<Window> {
  let open: { start: number; rows: number } | undefined;
  for (const bucket of buckets) {
    const end = bucket.start + width;
    if (end <= start) continue;
    const from = Math.max(bucket.start, start);
    if (open && open.rows + bucket.rows > target) {
      yield { start: open.start, end: from };
      open = undefined;
    }
    if (bucket.rows > target) {
      yield* split(from, end, Math.ceil(bucket.rows / target));
    } else {
      open = { start: open?.start ?? from, rows: (open?.rows ?? 0) + bucket.rows };
    }
  }
  const last = buckets.at(-1);
  if (open && last) yield { start: open.start, end: last.start + width };
}

function* split(start: number, end: number, parts: number): Generator<Window> {
  const cut = (i: number) => start + Math.round(((end - start) * i) / parts);
  for (let i = 0; i < parts; i++) yield { start: cut(i), end: cut(i + 1) };
}

/**
 * Results of `work` over `items` in their order, with at most `ahead` under way: the next one begins when a
 * result is taken, so that a reader that stops stops the work.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const iterator = items[Symbol.iterator]();
  const underWay: Promise<R>[] = [];
  const begin = () => {
    const { done, value } = iterator.next();
    if (done) return;
    const result = work(value);
    result.catch(() => {}); // reported where it is awaited, which may be after it failed
    underWay.push(result);
  };
  for (let i = 0; i < ahead; i++) begin();
  for (let next = underWay.shift(); next; next = underWay.shift()) {
    const result = await next;
    begin();
    yield result;
  }
}

/** The same elements; the first one is there already, so that its failure is thrown here. */
export async function begun<T>(source: AsyncGenerator<T>): Promise<AsyncIterable<T>> {
  const first = await source.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* source;
  })();
}
