/** The codes of all expected failures, with their HTTP status. The message of a failure is safe to show. */
export const errorStatus = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  validation_error: 422,
  idempotency_mismatch: 422,
  rate_limited: 429,
  service_unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export type ErrorField = { field: string; message: string };

/** An expected failure. Operations throw it; `toProblem` turns it into the public error body. */
export class AppError extends Error {
  readonly fields: readonly ErrorField[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The methods that the address supports, after a call with another one. */
  readonly allowed: readonly string[] | undefined;
  /** How many wrong codes are left, after a wrong one. */
  readonly attemptsLeft: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions & {
      fields?: readonly ErrorField[];
      retryAfterSeconds?: number;
      allowed?: readonly string[];
      attemptsLeft?: number;
    },
  ) {
    super(message, options);
    this.name = "AppError";
    this.fields = options?.fields;
    this.retryAfterSeconds = options?.retryAfterSeconds;
    this.allowed = options?.allowed;
    this.attemptsLeft = options?.attemptsLeft;
  }
}

/** A problem of the installation (folder, port, database, key). The message is one sentence. */
export class StartError extends Error {
  override name = "StartError";
}
