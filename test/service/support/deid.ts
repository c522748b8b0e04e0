import { createHash, createHmac } from "node:crypto";
import { expect, inject } from "vitest";
import type { Component } from "../../../src/site/site.ts";
import type { Row } from "../../support/http.ts";
import { startWorker } from "../../support/world.ts";
import { answerOf } from "./lists.ts";

export const DEID_KEY = "the key of the tests: 32 bytes and more";

/** A worker in keyed mode on the databases that all tests share. */
export const startKeyed = (settings: Record<string, string> = {}) =>
  startWorker({ DATABASE_URL: `${inject("server")}ess_platform`, DEID_KEY, ...settings });

export type Mapped = {
  identifier: string;
  column: string;
  sensitive: boolean;
  found_by: "rule" | "list" | null;
};

export async function mappingOf(
  base: string,
  site: number,
  component: Component,
): Promise<Mapped[]> {
  return jsonAt(`${base}/api/ess/di/mapping/operating-sites/${site}/${component}/`);
}

export async function jsonAt<T>(url: string): Promise<T> {
  const { response, text, whole } = await answerOf(url);
  expect(response.status, whole).toBe(200);
  return JSON.parse(text) as T;
}

/** The identifier of a name inside an object, computed as the documentation says and not by our code. */
export function innerIdentifier(
  name: string,
  {
    site,
    component,
    column,
    version = "1",
  }: { site: number; component: string; column: string; version?: string },
): string {
  const input = JSON.stringify([version, site, component, column, "inner"]);
  const key = createHmac("sha256", DEID_KEY).update(input).digest("hex");
  return createHash("sha256")
    .update(key + name)
    .digest("base64url")
    .slice(0, 6);
}

/** A raw row as the mapping of its component says that it goes out. */
export function expectedRow(
  row: Row,
  mapping: readonly Mapped[],
  place: { site: number; component: string; keyed: boolean },
): [string, unknown][] {
  return mapping.map(({ identifier, column }) => {
    const value = row[column.toLowerCase()];
    if (typeof value !== "object" || value === null || !place.keyed) return [identifier, value];
    const entries = Object.entries(value).map(([name, inside]): [string, unknown] => [
      innerIdentifier(name, { ...place, column }),
      inside,
    ]);
    return [identifier, Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))];
  });
}
