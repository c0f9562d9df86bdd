import { ZodError } from "zod";
import type { NameField } from "@/lib/http/as-sent";
import { AppError, type ErrorField, errorStatus } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { isUnavailable, sayUnavailable } from "@/lib/platform/unavailable";

/** Clients should repeat a call after this many seconds when the database was unreachable. */
const retryAfterSeconds = 3;

export type Problem = {
  error: string;
  detail: string;
  status_code: number;
  request_id: string;
  fields?: readonly ErrorField[];
  attempts_left?: number;
};

/**
 * Converts anything thrown to the public error body. Only an expected error's message is shown; any other error is
 * logged.
 * @param nameField names the fields of a refused request; by default as its schema does
 */
export function toProblem(
  thrown: unknown,
  requestId: string,
  nameField: NameField = (path) => path.join("."),
): { problem: Problem; headers: Record<string, string> } {
  const error = toExpected(thrown, requestId, nameField);
  if (!(error instanceof AppError)) {
    log.error({ err: error, requestId }, "unexpected error");
    return {
      problem: {
        error: "internal_error",
        detail: "An unexpected error occurred. Try again; if the error persists, report the request ID.",
        status_code: 500,
        request_id: requestId,
      },
      headers: {},
    };
  }
  const problem = {
    error: error.code,
    detail: error.message,
    status_code: errorStatus[error.code],
    request_id: requestId,
    ...(error.fields && { fields: error.fields }),
    ...(error.attemptsLeft !== undefined && { attempts_left: error.attemptsLeft }),
  };
  const { retryAfterSeconds: wait, allowed } = error;
  return {
    problem,
    headers: {
      ...(wait !== undefined && { "Retry-After": String(wait) }),
      ...(allowed && { Allow: allowed.join(", ") }),
    },
  };
}

/** Converts known errors to an AppError; returns anything else unchanged. */
function toExpected(thrown: unknown, requestId: string, nameField: NameField): unknown {
  if (thrown instanceof ZodError) return fromZod(thrown, nameField);
  if (thrown instanceof AppError || !isUnavailable(thrown)) return thrown;
  sayUnavailable(thrown, `not answered, as ${requestId}`);
  const message = "The service is temporarily unavailable. Try again in a few seconds.";
  return new AppError("service_unavailable", message, { cause: thrown, retryAfterSeconds });
}

const mostFields = 50;

function fromZod(error: ZodError, nameField: NameField): AppError {
  const fields = error.issues.flatMap((issue): ErrorField[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ field: nameField([...issue.path, key]), message: "Unrecognized key" }))
      : [{ field: nameField(issue.path), message: issue.message }],
  );
  const [first] = fields;
  const detail = first ? `${first.field || "request"}: ${first.message}` : "The request is not valid.";
  return new AppError("validation_error", detail, { fields: fields.slice(0, mostFields) });
}
