import { hex, utf8 } from "../../domain/access/bytes.ts";
import {
  type Batch,
  BatchBuilder,
  BatchLimitError,
  MOST_REJECTED,
  MOST_ROWS,
  type Rejection,
} from "../../ingest/batch.ts";
import { readCsv } from "../../ingest/csv.ts";
import { type JsonReader, readJsonArray, readNdjson } from "../../ingest/json.ts";
import { MalformedError } from "../../ingest/malformed.ts";
import { bodyType, malformedBody, readBody } from "../../request/body.ts";
import { type Fault, Problem } from "../../response/problem.ts";
import type { Place } from "../../site/site.ts";

export const READING_TYPES = ["application/json", "application/x-ndjson", "text/csv"] as const;

export type Readings = {
  batch: Batch;
  /** SHA-256 (hex) of the uncompressed body and of everything that decides how it is handled. */
  digest: string;
};

/**
 * Reads a body of readings into rows for the database, and lists rejected rows.
 * @throws {Problem} unsupported_media_type, payload_too_large, malformed_body; rejected_rows for invalid columns in the
 * CSV header, or for too many rejected rows
 */
export async function readReadings(
  request: Request,
  place: Place,
  mode: string,
): Promise<Readings> {
  const type = bodyType(request.headers, READING_TYPES);
  const { bytes, text } = await readBody(request);
  const head = `${place.component} ${mode} ${type}\n`;
  const batch = new BatchBuilder(place, Date.now());
  try {
    for (const _ of READERS[type](batch, text)) await pause();
  } catch (error) {
    if (error instanceof BatchLimitError) throw atLimit(error);
    if (error instanceof MalformedError) throw malformedBody(error.reason, error.line);
    throw error;
  }
  return { batch: batch.result(), digest: await digestOf(head, bytes) };
}

const READERS: Record<
  (typeof READING_TYPES)[number],
  (batch: BatchBuilder, text: string) => Generator<undefined, void>
> = {
  "application/json": (batch, text) => readJsonArray(text, objectsOf(batch)),
  "application/x-ndjson": (batch, text) => readNdjson(text, objectsOf(batch)),
  "text/csv": (batch, text) =>
    readCsv(text, {
      header: (names) => {
        const flaws = batch.header(names);
        if (flaws.length > 0) throw rejectedRows(flaws.map((flaw) => ({ line: 1, ...flaw })));
      },
      row: (line, values) => batch.row(line, values),
    }),
};

/** Lets the isolate serve other requests: only a timer yields to them, a resolved promise does not. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function atLimit({ limit, rejections }: BatchLimitError): Problem {
  if (limit === "rows") {
    return new Problem("payload_too_large", {
      ko: `본문은 ${MOST_ROWS}행까지입니다. 아무것도 저장하지 않았습니다. 여러 요청으로 나누어 보내세요`,
      en: `A body may have at most ${MOST_ROWS} rows. Nothing was written. Split it into several requests`,
    });
  }
  return new Problem(
    "rejected_rows",
    {
      ko: `거부된 행이 ${MOST_REJECTED}개를 넘어 읽기를 중단했습니다. 아무것도 저장하지 않았습니다. 행을 수정하거나 여러 요청으로 나누어 보내세요`,
      en: `Reading stopped after more than ${MOST_REJECTED} rejected rows. Nothing was written. Correct the rows, or send them in several requests`,
    },
    { faults: faultsOf(rejections) },
  );
}

const objectsOf = (batch: BatchBuilder): JsonReader => ({
  object: (line, object) => batch.object(line, object),
  refuse: (line, reason) => batch.reject(line, [{ field: "", reason }]),
});

/** The error of a body with rejected rows. `count` may exceed the number of listed rows. */
export function rejectedRows(rejections: readonly Rejection[], count = 1): Problem {
  return new Problem(
    "rejected_rows",
    {
      ko: `행 ${count}개가 거부되어 아무것도 저장하지 않았습니다. 올바른 행만 저장하려면 on-error=skip을 사용하세요`,
      en: `${count} ${count === 1 ? "row was" : "rows were"} rejected. Nothing was written. Use on-error=skip to write the valid rows only`,
    },
    { faults: faultsOf(rejections) },
  );
}

const faultsOf = (rejections: readonly Rejection[]): Fault[] =>
  rejections.map(({ line, field, reason, code }) => ({
    in: "body",
    name: field,
    code: code ?? "rejected",
    detail: reason,
    line,
  }));

async function digestOf(head: string, bytes: Uint8Array): Promise<string> {
  const stream = new crypto.DigestStream("SHA-256");
  const writer = stream.getWriter();
  await writer.write(utf8(head));
  await writer.write(bytes);
  await writer.close();
  return hex(await stream.digest);
}
