import type { EventsPage, ProtectionEvent } from "../../../web/api/paths.ts";

/** An event of the protection map as the API tells it, with what matters to a test changed. */
export const event = (
  id: number,
  start: string,
  change: Partial<ProtectionEvent> = {},
): ProtectionEvent => ({
  timestamp: `2026-11-22T${start}+09:00`,
  bank_id: 1,
  rack_id: 3,
  operating_site: 1,
  description: "랙 과전압 경고: 최대 셀 전압 4.061 V (셀 57)",
  description_eng: "Rack over-voltage warning: maximum cell voltage 4.061 V (cell 57)",
  error_code: { id: 6, description: "랙 과전압", description_eng: "Rack over-voltage" },
  level: { id: 1, description: "경고" },
  id,
  end: null,
  ...change,
});

export const page = (
  results: ProtectionEvent[],
  { next = null, count = results.length }: { next?: string | null; count?: number } = {},
): EventsPage => ({
  results,
  count,
  next: next && `http://localhost/api/?page_size=2&cursor=${next}`,
});
