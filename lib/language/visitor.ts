import Negotiator from "negotiator";
import { type Language, languages, readLanguage } from "@/lib/language/languages";

/**
 * Returns the language that an Accept-Language header asks for first.
 * @param other the language if it asks for none of ours
 */
export function acceptedLanguage(header: string | null | undefined, other: Language = "en"): Language {
  const negotiator = new Negotiator({ headers: header ? { "accept-language": header } : {} });
  return readLanguage(negotiator.language([...languages])) ?? other;
}

/** Returns the language of somebody without an account: the one that they chose, else their browser's, else another. */
export const visitorLanguage = (
  chosen: string | undefined,
  acceptLanguage: string | null | undefined,
  other?: Language,
): Language => readLanguage(chosen) ?? acceptedLanguage(acceptLanguage, other);
