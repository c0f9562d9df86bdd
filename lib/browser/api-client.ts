import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import { noteCall, viewerHeaders, watchWrite } from "@/lib/browser/presence";
import { parseExact, stringifyExact } from "@/lib/format/exact-json";

/** The problem of one field that was sent, by the field's path. */
export type FieldProblem = { field: string; message: string };

/** An error answer of our own API. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId?: string,
    readonly fields: readonly FieldProblem[] = [],
    /** How many wrong codes are left, after a wrong one. */
    readonly attemptsLeft?: number,
  ) {
    super(detail);
    this.name = "ApiError";
  }
}

/** No answer came: the connection failed or the server is down. It is unknown whether a write took effect. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/**
 * Fetches from this page's server.
 * @throws Unreachable
 * @throws DOMException when the call was aborted
 */
export async function reach(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException) throw error;
    throw new Unreachable("The server could not be reached.", { cause: error });
  }
}

type Call = {
  environment: Environment;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
};

/** Calls our own API from the browser, with camel-case keys. The schema checks the answer. */
export async function callApi<S extends z.ZodType>(path: string, schema: S, call: Call): Promise<z.infer<S>> {
  const sent = reach(`/api/v1${path}`, {
    method: call.method ?? "GET",
    signal: call.signal,
    headers: {
      "Key-Inflection": "camel",
      "X-Environment": call.environment,
      ...viewerHeaders(),
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(call.body === undefined ? {} : { body: stringifyExact(call.body) }),
  });
  if ((call.method ?? "GET") !== "GET") watchWrite(sent);
  const response = await sent;
  noteCall(response.status);
  const answer = await response
    .text()
    .then(parseExact)
    .catch(() => null);
  if (!response.ok) throw toApiError(response, answer);
  return schema.parse(answer);
}

/** Sends a form with files to our own API. The schema checks the answer. */
export async function sendForm<S extends z.ZodType>(
  path: string,
  schema: S,
  { environment, method, form }: { environment: Environment; method: "POST" | "PUT"; form: FormData },
): Promise<z.infer<S>> {
  const sent = reach(`/api/v1${path}`, {
    method,
    headers: { "Key-Inflection": "camel", "X-Environment": environment, ...viewerHeaders() },
    body: form,
  });
  watchWrite(sent);
  const response = await sent;
  noteCall(response.status);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw toApiError(response, answer);
  return schema.parse(answer);
}

type ProblemBody = {
  error?: string;
  detail?: string;
  request_id?: string;
  fields?: FieldProblem[];
  attempts_left?: number;
};

/** The error that an answer of our own API describes. */
export function toApiError(response: Response, answer: unknown): ApiError {
  const { error, detail, request_id, fields, attempts_left } = (answer ?? {}) as ProblemBody;
  return new ApiError(
    response.status,
    error ?? "unknown",
    detail ?? "The server did not answer as expected.",
    request_id,
    fields,
    attempts_left,
  );
}

/**
 * Downloads a file from our own API.
 * @param body of a file that is made of what is sent, with camel-case keys; without it the file is only read
 * @throws ApiError
 */
export async function saveFile(
  path: string,
  name: string,
  environment: Environment,
  body?: object,
): Promise<void> {
  const response = await reach(`/api/v1${path}`, {
    headers: {
      "X-Environment": environment,
      ...viewerHeaders(),
      ...(body && { "Key-Inflection": "camel", "Content-Type": "application/json" }),
    },
    ...(body && { method: "POST", body: stringifyExact(body) }),
  });
  noteCall(response.status);
  if (!response.ok) throw toApiError(response, await response.json().catch(() => null));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
