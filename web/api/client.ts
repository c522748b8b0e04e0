import createClient from "openapi-fetch";
import { currentLanguage } from "../text";
import type { paths } from "./paths";
import { ApiProblem, isAbort, problemOf } from "./problem";
import { currentKey, refuseKey } from "./session";

/**
 * `fetch` of this service: with the key and in the language of the page. Where the key is refused the page becomes
 * the one that asks for another.
 * @throws {ApiProblem} where there is no answer
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
 * The same for those who want what they asked for.
 * @throws {ApiProblem} for an answer that is not ok, and where there is none
 */
export async function send(request: Request): Promise<Response> {
  const response = await answerTo(request);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Every operation of the service, typed by its OpenAPI document: `got(api.GET("/api/ess/…", {params, signal}))`. */
export const api = createClient<paths, "application/json">({
  baseUrl: location.origin,
  fetch: send,
});

/** What a question was answered; `send` has thrown where it was not. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
