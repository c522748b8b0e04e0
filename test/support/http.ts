import { expect, inject } from "vitest";

/** Asks the worker that all tests share. */
export const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(inject("worker") + path, init);

/** The body of a successful answer. */
export async function getJson<T = Record<string, unknown>>(
  path: string,
  init?: RequestInit,
): Promise<T> {
  const response = await get(path, init);
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 500)}`).toBe(200);
  return JSON.parse(text) as T;
}

export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors: {
    in: string;
    name: string;
    code: string;
    detail: string;
    allowed?: string[];
    line?: number;
  }[];
};

/** The body of an answer that must be a problem with this status. */
export async function getProblem(
  path: string,
  status: number,
  init?: RequestInit,
): Promise<ProblemBody> {
  const response = await get(path, init);
  const text = await response.text();
  expect(response.status, `${path}: ${text.slice(0, 500)}`).toBe(status);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  return JSON.parse(text) as ProblemBody;
}

export type Row = Record<string, unknown>;
export type PageBody = {
  count: number;
  next: string | null;
  previous: string | null;
  results: Row[];
};
