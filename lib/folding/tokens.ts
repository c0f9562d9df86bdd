import { isIP } from "node:net";
import { foldCountry } from "@/lib/folding/countries";
import { type Forms, noForms } from "@/lib/folding/forms";
import { isStandIn, isTelling } from "@/lib/folding/letters";

/**
 * IP addresses that identify no one: loopback, unspecified, private, link-local and multicast networks (RFC 6890).
 * Behind a proxy many people share them.
 */
const nobodys =
  /^(0\.|10\.|127\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|2(2[4-9]|[3-5]\d)\.|::1?$|f[cd]|fe[89ab]|ff)/;

/**
 * Normalizes an IP address and drops its port: `2001:DB8:0:0::1` → `2001:db8::1`, `::ffff:192.0.2.1` → `192.0.2.1`.
 */
function foldIp(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1")
    .replace(/^\[(.*)\](?::\d+)?$/, "$1");
  if (isIP(bare) === 4) return bare;
  if (isIP(bare) !== 6 || bare.includes("%")) return null;
  const six = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(six);
  if (!mapped) return six;
  const parts = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? "0", 16));
  return parts.flatMap((part) => [part >> 8, part & 255]).join(".");
}

/** Returns the form for matching an IP address; none for addresses that identify no one. */
export function ipForms(text: string): Forms {
  const folded = foldIp(text);
  return folded && !nobodys.test(folded) ? { whole: [folded], part: [] } : noForms;
}

const fewest = 4;

/** Names of kinds of devices, and the id that Android 2.2 gave to millions of devices. */
const shared = new Set(
  "android browser default desktop device ipad iphone mobile tablet 9774d56d682e549c".split(" "),
);

/**
 * Returns the form for matching an id that a program made, such as a device's or a face's: the whole id, regardless
 * of case. An id of only zeros, such as `00000000-0000-0000-0000-000000000000`, has none.
 */
export function tokenForms(text: string): Forms {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  const isOwn = isTelling(folded, fewest) && !isStandIn(folded) && !shared.has(folded);
  return isOwn ? { whole: [folded], part: [] } : noForms;
}

/** A country by its code, whatever it is called. */
export const countryForms = (value: string): Forms => {
  const code = foldCountry(value);
  return code ? { whole: [code], part: [] } : noForms;
};

/** Any text, whatever its case and spaces. */
export const textForms = (value: string): Forms => {
  const text = value.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, " ");
  return text ? { whole: [text], part: [] } : noForms;
};
