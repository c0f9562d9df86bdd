import Negotiator from "negotiator";
import { type Language, languages, readLanguage } from "@/lib/language/languages";

/** Returns the language that an Accept-Language header asks for first. English if it asks for none of ours. */
export function acceptedLanguage(header: string | null | undefined): Language {
  const negotiator = new Negotiator({ headers: header ? { "accept-language": header } : {} });
  return readLanguage(negotiator.language([...languages])) ?? "en";
}

/** Returns the language of somebody without an account: the one that they chose, else their browser's. */
export const visitorLanguage = (
  chosen: string | undefined,
  acceptLanguage: string | null | undefined,
): Language => readLanguage(chosen) ?? acceptedLanguage(acceptLanguage);
