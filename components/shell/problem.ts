import { toast } from "@/components/ui/toast";

export type Problem = { detail: string; requestId?: string; status?: number };

/** What a refusal says of single fields, by the last part of their path: `requester.phone` → `phone`. */
export function fieldProblemsOf(error: unknown): Record<string, string> {
  const fields = error instanceof Error && "fields" in error ? error.fields : [];
  const told = Array.isArray(fields) ? (fields as { field: string; message: string }[]) : [];
  return Object.fromEntries(told.map(({ field, message }) => [field.split(".").at(-1) ?? field, message]));
}

/** What can be said of anything thrown: refusals of the API speak for themselves, the rest is the connection's. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Error && "status" in error) {
    const { status, requestId } = error as Error & { status?: number; requestId?: string };
    if (status === 401)
      return {
        detail: "You are signed out. Sign in again in another tab, then try again.",
        requestId,
        status,
      };
    return { detail: error.message, requestId, status };
  }
  return { detail: "The server could not be reached. Check the connection and try again." };
}

export function toastProblem(title: string, error: unknown): void {
  const { detail, requestId } = problemOf(error);
  toast({ tone: "error", title, detail, requestId });
}
