import type { z } from "zod";
import type { Environment } from "@/lib/auth/actor";
import { noteCall, viewerHeaders } from "@/lib/auth/presence";
import { parseExact, stringifyExact } from "@/lib/format/exact-json";

/** What is wrong with one field of what was sent, by its path. */
export type FieldProblem = { field: string; message: string };

/** A refusal by our own API, as the error body says it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly requestId?: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(detail);
    this.name = "ApiError";
  }
}

type Call = {
  environment: Environment;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
};

/** Calls our own API from the browser, in our casing. The schema keeps the network honest. */
export async function callApi<S extends z.ZodType>(path: string, schema: S, call: Call): Promise<z.infer<S>> {
  const response = await fetch(`/api/v1${path}`, {
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
  noteCall(response.status, (call.method ?? "GET") !== "GET");
  const answer = await response
    .text()
    .then(parseExact)
    .catch(() => null);
  if (!response.ok) throw toApiError(response, answer);
  return schema.parse(answer);
}

type ProblemBody = { error?: string; detail?: string; request_id?: string; fields?: FieldProblem[] };

function toApiError(response: Response, answer: unknown): ApiError {
  const { error, detail, request_id, fields } = (answer ?? {}) as ProblemBody;
  return new ApiError(
    response.status,
    error ?? "unknown",
    detail ?? "The server did not answer as expected.",
    request_id,
    fields,
  );
}

/** Fetches a file of our own API and lets the browser save it. @throws ApiError */
export async function saveFile(path: string, name: string, environment: Environment): Promise<void> {
  const response = await fetch(`/api/v1${path}`, {
    headers: { "X-Environment": environment, ...viewerHeaders() },
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
