import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { isPublicPage } from "@/lib/auth/public-page";
import { type Language, languageCookie, readLanguage } from "@/lib/language/languages";
import { visitorLanguage } from "@/lib/language/visitor";

/**
 * Returns the language of a page outside the dashboard, for whoever looks at it.
 * @param other the language of the page's organization, if the visitor's is none of ours
 * @param ofLink the language that the address of the page names, in which the visitor was written to
 */
export const pageLanguage = cache(async (other?: Language, ofLink?: string): Promise<Language> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = jar.get(languageCookie)?.value;
  return readLanguage(chosen) ?? visitorLanguage(ofLink, head.get("accept-language"), other);
});

/** Returns the language of the whole document. The pages of the dashboard are in English. */
export async function documentLanguage(): Promise<Language> {
  const path = (await headers()).get("x-path") ?? "";
  return isPublicPage(path) ? pageLanguage() : "en";
}
