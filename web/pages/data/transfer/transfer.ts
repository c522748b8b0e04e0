import { openDigest } from "../../../../client/digest";
import { ApiProblem, isAbort } from "../../../api/problem";
import { onKeyChange } from "../../../api/session";
import { askAt } from "../request/ask";
import { addressOf, type DataRequest, fileNameOf, formatOf } from "../request/request";
import { Meter, type Progress } from "./progress";
import { proofOf } from "./proof";
import { type Outcome, type Received, receive } from "./receive";
import { saveAs } from "./save-as";
import type { Sink } from "./sink";

export type Transfer =
  | { state: "none" }
  | { state: "running"; name: string; announced: number | undefined; progress: Progress }
  | { state: "ended"; name: string; request: DataRequest; outcome: Outcome }
  | { state: "failed"; request: DataRequest; problem: ApiProblem };

const NOTHING: Progress = {
  rows: 0,
  bytes: 0,
  share: undefined,
  bytesPerSecond: undefined,
  secondsLeft: undefined,
};
const SHOW_EVERY_MS = 200;

/** The only download at a time. It survives navigation between pages. */
let current: Transfer = { state: "none" };
let search = "";
let abort: AbortController | undefined;
const listeners = new Set<() => void>();

export const currentTransfer = (): Transfer => current;

/** Query of the page that started the download; empty if there is none. */
export const searchOfTransfer = (): string => (current.state === "none" ? "" : search);

export function onTransfer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const ask = (event: Event) => event.preventDefault();

function put(next: Transfer): void {
  current = next;
  // Ask before the tab closes during a download.
  if (next.state === "running") addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

export async function start(request: DataRequest): Promise<void> {
  const name = fileNameOf(request);
  const own = new AbortController();
  const from = location.search;
  const tell = (next: Transfer) => own === abort && put(next);
  try {
    const sink = await saveAs(name, formatOf(request).mediaType);
    if (!sink) return;
    abort = own;
    search = from;
    tell({ state: "running", name, announced: undefined, progress: NOTHING });
    const outcome = await download(request, sink, own.signal, (announced, progress) =>
      tell({ state: "running", name, announced, progress }),
    );
    tell({ state: "ended", name, request, outcome });
  } catch (error) {
    const problem = toProblem(error);
    if (own === abort || current.state !== "running") put({ state: "failed", request, problem });
  }
}

export const cancel = (): void => abort?.abort();
export const forget = (): void => put({ state: "none" });

// A download ends with its key, so that the next user cannot see it.
onKeyChange(() => {
  cancel();
  abort = undefined;
  forget();
});

async function download(
  request: DataRequest,
  sink: Sink,
  signal: AbortSignal,
  onProgress: (announced: number | undefined, progress: Progress) => void,
): Promise<Outcome> {
  const { proof } = formatOf(request);
  const hasTrailer = proof === "csv trailer" || proof === "ndjson trailer";
  const address = addressOf(request, hasTrailer ? { trailer: "1" } : {});
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    const [response, digest] = await Promise.all([askAt(address, { signal }), openDigest()]);
    const header = response.headers.get("ess-rows");
    const announced = header === null ? undefined : Number(header);
    // Parquet reveals its row count only in the footer.
    const counted = proof === "footer" ? undefined : announced;
    const meter = new Meter(counted);
    let received: Received = { rows: 0, bytes: 0 };
    // Use a timer, not received data: a stalled transfer must show.
    timer = setInterval(
      () => onProgress(counted, meter.take(received, performance.now() / 1000)),
      SHOW_EVERY_MS,
    );
    return await receive({
      body: response.body ?? new Blob().stream(),
      proof: proofOf(proof, digest),
      sink,
      announced,
      signal,
      onProgress: (next) => {
        received = next;
      },
    });
  } catch (error) {
    await sink.discard();
    if (isAbort(error)) return { kind: "cancelled" };
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, { code: "broken", detail: String(error) });
}
