import createClient from "openapi-fetch";
import { currentLanguage } from "../text";
import type { paths } from "./paths";
import { ApiProblem, isAbort, problemOf } from "./problem";
import { currentKey, refuseKey } from "./session";

/**
 * `fetch` with the API key and the language of the page. A rejected key shows the sign-in page.
 * @throws {ApiProblem} if there is no response
 */
export async function answerTo(request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("accept-language", currentLanguage());
  const key = currentKey();
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  const response = await fetch(new Request(request, { headers })).catch((error: unknown) => {
    throw isAbort(error) ? error : new ApiProblem(0, {});
  });
  if (response.status === 401 && key !== undefined) refuseKey(key);
  return response;
}

/**
 * Like `answerTo`, but resolves only successful responses.
 * @throws {ApiProblem} for an error response, and if there is no response
 */
export async function send(request: Request): Promise<Response> {
  const response = await answerTo(request);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Typed client of every operation: `got(api.GET("/api/ess/…", {params, signal}))`. */
export const api = createClient<paths, "application/json">({
  baseUrl: location.origin,
  fetch: send,
});

/** Body of a response; `send` throws on errors. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
