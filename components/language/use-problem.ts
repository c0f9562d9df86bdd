import { useTranslations } from "use-intl";
import { isMissingPart } from "@/components/ui/missing-part";
import type { en } from "./messages.en";

type Reason = keyof typeof en.problems;

/** Returns the code of a refusal, or the reason why there was no answer. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  if (isMissingPart(error)) return "outdated";
  return error instanceof Error && error.name === "Unreachable" ? "unreachable" : "unknown";
}

/**
 * Returns a function that describes anything thrown in the visitor's language, by its code and not by the server's
 * text. A page passes its `own` words for codes that mean something special on it.
 */
export function useProblem(): (error: unknown, own?: Partial<Record<string, string>>) => string {
  const t = useTranslations("language.problems");
  return (error, own = {}) => {
    const reason = reasonOf(error);
    return own[reason] ?? t(t.has(reason as Reason) ? (reason as Reason) : "unknown");
  };
}
