import type { Fault } from "../response/problem.ts";

const PRINTABLE = /^[\x21-\x7e]{1,255}$/;

/** The key of a request that may be sent again without being carried out again; undefined if it has none. */
export function idempotencyKey(headers: Headers): { value: string | undefined; faults: Fault[] } {
  const value = headers.get("idempotency-key") ?? undefined;
  if (value === undefined || PRINTABLE.test(value)) return { value, faults: [] };
  const fault: Fault = {
    in: "header",
    name: "Idempotency-Key",
    code: "not_a_key",
    detail: {
      ko: "공백 없는 ASCII 문자 1–255자여야 합니다. 예: 7445665b-6a2e-42f9-9220-fe661a24da22",
      en: "must be 1–255 ASCII characters without spaces. Example: 7445665b-6a2e-42f9-9220-fe661a24da22",
    },
  };
  return { value: undefined, faults: [fault] };
}

/** The number of the last change that a client has seen, as its header Last-Event-ID says; undefined without one. */
export function changeNumber(headers: Headers): { value: number | undefined; faults: Fault[] } {
  const text = headers.get("last-event-id");
  if (text === null || text === "") return { value: undefined, faults: [] };
  if (/^\d{1,15}$/.test(text)) return { value: Number(text), faults: [] };
  const fault: Fault = {
    in: "header",
    name: "Last-Event-ID",
    code: "not_an_id",
    detail: {
      ko: "이전 메시지의 id여야 합니다. 예: 42",
      en: "must be the id of an earlier message. Example: 42",
    },
  };
  return { value: undefined, faults: [fault] };
}
