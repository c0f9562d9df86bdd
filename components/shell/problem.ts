import { reloadWithDrafts } from "@/components/ui/drafts";
import { isMissingPart, missingPartDetail } from "@/components/ui/missing-part";
import { toast } from "@/components/ui/toast";
import type { PasskeyProblem } from "@/lib/browser/passkeys";

/** `isOutdated`: this page cannot continue, and reloading it may help. */
export type Problem = { detail: string; requestId?: string; status?: number; isOutdated?: boolean };

const passkeyDetail: Readonly<Record<PasskeyProblem, string>> = {
  passkey_cancelled:
    "The browser created no passkey: its question was closed, or its time was over. Try again.",
  passkey_known: "This device has a passkey for your account already.",
  passkey_unsupported: "This browser or device cannot create a passkey for this address.",
  passkey_failed: "The browser could not create a passkey. Try again.",
};

const camel = (path: string) => path.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Returns a refusal's messages about single fields, by camel-case paths: `told_at` → `toldAt`. */
export function fieldProblemsOf(error: unknown): { field: string; message: string }[] {
  const fields = error instanceof Error && "fields" in error ? error.fields : [];
  const told = Array.isArray(fields) ? (fields as { field: string; message: string }[]) : [];
  return told.map(({ field, message }) => ({ field: camel(field), message }));
}

/** Describes anything thrown. Refusals of the API have their own message. */
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
  if (error instanceof Error && error.name === "PasskeyRefused")
    return { detail: passkeyDetail[error.message as PasskeyProblem] ?? passkeyDetail.passkey_failed };
  if (isMissingPart(error)) return { detail: missingPartDetail, isOutdated: true };
  const name = error instanceof Error ? error.name : "";
  if (name === "Unreachable")
    return { detail: "The server could not be reached. Check the connection and try again." };
  if (name.endsWith("ZodError"))
    return {
      detail:
        "This page cannot read the server's answer. Countersign may have been updated: load the page again.",
      isOutdated: true,
    };
  return { detail: "Something went wrong on this page. Load the page again.", isOutdated: true };
}

export function toastProblem(title: string, error: unknown): void {
  const { detail, requestId, isOutdated } = problemOf(error);
  const action = isOutdated ? { label: "Load the page again", onSelect: reloadWithDrafts } : undefined;
  toast({ tone: "error", title, detail, requestId, action });
}
