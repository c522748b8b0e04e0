import { type Fault, Problem } from "../response/problem.ts";
import type { Text } from "../site/site.ts";

const MEBI = 1024 * 1024;

/** Size limit of a body, both as sent and after decompression. */
export const MOST_BODY_BYTES = 16 * MEBI;

/**
 * What is still read, and thrown away, of a body that is refused: a client that writes on when the connection
 * is closed may never see the answer.
 */
const MOST_LEFT_UNREAD = 32 * 1024 * 1024;

/** Pieces in which packed bytes are unpacked: gzip makes at most a thousand times as much of one. */
const PACKED_PIECE = 2048;

/**
 * The body of a request: unpacked, and known to be UTF-8. Reading stops at the limit, so that neither a long
 * body nor one that unpacks to a long one comes into memory.
 * @throws {Problem} payload_too_large, unsupported_media_type or malformed_body
 */
export async function readBody(
  request: Request,
  { most = MOST_BODY_BYTES, leftUnread = MOST_LEFT_UNREAD } = {},
): Promise<{ bytes: Uint8Array; text: string }> {
  const { headers, body } = request;
  const encoding = (headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip") refuseEncoding(encoding);
  const sent = body ? pieces(body, leftUnread) : none();
  if (Number(headers.get("content-length")) > most) {
    await sent.next(); // so that it ends as one that was begun
    await sent.return(undefined);
    refuseSize(most);
  }
  const bytes = await collect(encoding === "gzip" ? unpack(limit(sent, most)) : sent, most);
  if (bytes.length === 0) throw malformedBody(EMPTY);
  try {
    return {
      bytes,
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes),
    };
  } catch {
    throw malformedBody(NOT_UTF8);
  }
}

/**
 * The first of `types` that the header Content-Type names.
 * @throws {Problem} unsupported_media_type, or malformed_body for a charset that is not UTF-8
 */
export function bodyType<T extends string>(headers: Headers, types: readonly T[]): T {
  const [given = "", ...parameters] = (headers.get("content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const type = types.find((known) => known === given);
  if (!type) {
    const list = types.join(", ");
    throw new Problem("unsupported_media_type", {
      ko: `지원하지 않는 Content-Type입니다. 다음 중 하나를 사용하세요: ${list}`,
      en: `Unsupported Content-Type. Use one of: ${list}`,
    });
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (charset && !/^charset="?(utf-?8|us-ascii)"?$/.test(charset)) throw malformedBody(NOT_UTF8);
  return type;
}

/** @returns a problem that says why a body cannot be taken apart, and on which line if that is known */
export function malformedBody(reason: Text, line?: number): Problem {
  const fault: Fault = { in: "body", name: "", code: "malformed", detail: reason };
  return new Problem(
    "malformed_body",
    { ko: `본문을 읽을 수 없습니다: ${reason.ko}`, en: `The body cannot be read: ${reason.en}` },
    { faults: [line === undefined ? fault : { ...fault, line }] },
  );
}

const EMPTY: Text = { ko: "비어 있습니다", en: "it is empty" };
const NOT_UTF8: Text = { ko: "UTF-8이 아닙니다", en: "it is not valid UTF-8" };
const NOT_GZIP: Text = {
  ko: "gzip 데이터가 손상되었거나 잘렸습니다",
  en: "its gzip data is corrupt or truncated",
};

function refuseEncoding(encoding: string): never {
  throw new Problem("unsupported_media_type", {
    ko: `지원하지 않는 Content-Encoding입니다: ${encoding.slice(0, 40)}. gzip으로 압축하거나 압축하지 않고 보내세요`,
    en: `Content-Encoding ${encoding.slice(0, 40)} is not supported. Send the body with gzip or uncompressed`,
  });
}

function refuseSize(most: number): never {
  const size = most < MEBI ? `${most / 1024} KiB` : `${most / MEBI} MiB`;
  throw new Problem("payload_too_large", {
    ko: `본문은 압축 전후 모두 ${size}까지입니다. 여러 요청으로 나누어 보내세요`,
    en: `The body exceeds ${size}, the limit before and after decompression. Split it into several requests`,
  });
}

type Pieces = AsyncGenerator<Uint8Array>;

async function* none(): Pieces {}

/** Ends the stream behind it when nobody reads on, after `rest` bytes more at most. */
async function* pieces(stream: ReadableStream<Uint8Array>, rest = 0): Pieces {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await discard(reader, rest).catch(() => {});
    await reader.cancel().catch(() => {});
  }
}

async function discard(reader: ReadableStreamDefaultReader<Uint8Array>, bytes: number) {
  for (let left = bytes; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.length;
  }
}

async function* limit(source: Pieces, most: number): Pieces {
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > most) refuseSize(most);
    yield piece;
  }
}

async function collect(source: Pieces, most: number): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of limit(source, most)) {
    all.push(piece);
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Hands over a small piece and takes what comes of it, in turn: what is unpacked at once stays small. */
async function* unpack(source: Pieces): Pieces {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  let failure: unknown;
  const feeding = (async () => {
    for await (const piece of source) {
      for (let at = 0; at < piece.length; at += PACKED_PIECE) {
        await writer.write(piece.subarray(at, at + PACKED_PIECE));
      }
    }
    await writer.close();
  })().catch(async (error) => {
    failure = error;
    await writer.abort(error).catch(() => {});
  });
  try {
    yield* pieces(readable);
    await feeding;
  } catch {
    if (failure instanceof Problem) throw failure;
    throw malformedBody(NOT_GZIP);
  } finally {
    await writer.abort().catch(() => {});
    await feeding; // the answer must not go out before what is sent has been read
  }
}
