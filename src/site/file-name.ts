import { utcText } from "../time/instant.ts";
import type { Component } from "./site.ts";

/** What a file of operating data holds; times in microseconds since 1970. */
export type FileContent = {
  siteId: number;
  component: Component;
  isDeidentified?: boolean;
  bank?: number | undefined;
  rack?: number | undefined;
  start?: number | undefined;
  end?: number | undefined;
  /** The names of another format that its columns have. */
  profile?: string | undefined;
};

/** `ess-site-2-rack_bank-1_rack-3_20220509T150000Z_20220510T150000Z.csv`, `….bdf.csv` under the names of a profile. */
export function fileName(content: FileContent, extension: string): string {
  const { siteId, component, isDeidentified, bank, rack, start, end, profile } = content;
  const stamp = (micros: number) => utcText(micros).replace(/[-:]|\.\d+/g, "");
  const parts = [
    `ess-site-${siteId}-${component}${isDeidentified ? "-di" : ""}`,
    ...(bank === undefined ? [] : [`bank-${bank}`]),
    ...(rack === undefined ? [] : [`rack-${rack}`]),
    ...[start, end].filter((bound) => bound !== undefined).map(stamp),
  ];
  return [parts.join("_"), ...(profile === undefined ? [] : [profile]), extension].join(".");
}
