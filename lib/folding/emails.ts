import { domainToASCII } from "node:url";
import { type Forms, noForms } from "@/lib/folding/forms";
import { isStandIn } from "@/lib/folding/letters";

/**
 * Normalizes an e-mail address to lower case with its domain in punycode, so that `münchen.example` and
 * `xn--mnchen-3ya.example` are equal (RFC 5890). From `Ana <ana@example.com>` it takes the address. Letters of any
 * script before the @ are kept (RFC 6531).
 * @returns null for text without a name and a domain around an @, and for placeholders such as `none@none`
 */
export function foldEmail(text: string): string | null {
  const clean = text
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFKC")
    .trim()
    .replace(/^.*<([^<>]*)>$/s, "$1")
    .replace(/^mailto:/i, "")
    .replaceAll("İ", "i")
    .toLowerCase()
    .normalize("NFC");
  const at = clean.lastIndexOf("@");
  const name = clean.slice(0, Math.max(at, 0));
  const host = clean.slice(at + 1).replace(/\.$/, "");
  // domainToASCII accepts a path after the domain: it would read `n/a` as the domain `n`.
  const isNumber = /^\[[^\]]+\]$/.test(host);
  const domain = isNumber ? host : /[\s/?#\\]/.test(host) ? "" : domainToASCII(host);
  const isOneWord = /^".*"$/.test(name) || !/\s/.test(name);
  if (!name || !domain || !isOneWord || (isStandIn(name) && isStandIn(domain.split(".")[0] ?? "")))
    return null;
  return `${name}@${domain}`;
}

/** Names before the @ that stand for a missing address, in any domain. */
const nobodys = /^(no-?e?mail|no-?reply|do-?not-?reply|not-?provided|not-?available|unknown)@/;

/** Returns the form for matching an e-mail address; none for placeholders. */
export function emailForms(text: string): Forms {
  const folded = foldEmail(text);
  return folded && !nobodys.test(folded) ? { whole: [folded], part: [] } : noForms;
}
