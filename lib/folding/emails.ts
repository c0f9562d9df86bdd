import { domainToASCII } from "node:url";
import { type Forms, noForms } from "@/lib/folding/forms";
import { isStandIn } from "@/lib/folding/letters";

/**
 * An e-mail address in one spelling: small letters, and the domain as the name system has it, so that `münchen.example`
 * and `xn--mnchen-3ya.example` are one (RFC 5890). Of `Ana <ana@example.com>` the address counts. Letters before the @ stay what they are (RFC 6531).
 * @returns null for what has no name and domain about an @, and for stand-ins such as `none@none`
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
  // Node reads a path off the end of a domain: `n/a` would be the domain `n`.
  const isNumber = /^\[[^\]]+\]$/.test(host);
  const domain = isNumber ? host : /[\s/?#\\]/.test(host) ? "" : domainToASCII(host);
  const isOneWord = /^".*"$/.test(name) || !/\s/.test(name);
  if (!name || !domain || !isOneWord || (isStandIn(name) && isStandIn(domain.split(".")[0] ?? "")))
    return null;
  return `${name}@${domain}`;
}

/** Names before the @ that people and programs write where there is no address, whatever the domain. */
const nobodys = /^(no-?e?mail|no-?reply|do-?not-?reply|not-?provided|not-?available|unknown)@/;

/** What an e-mail address is the same by; none for addresses that are nobody's. */
export function emailForms(text: string): Forms {
  const folded = foldEmail(text);
  return folded && !nobodys.test(folded) ? { whole: [folded], part: [] } : noForms;
}
