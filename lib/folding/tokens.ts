import { isIP } from "node:net";
import { type Forms, noForms } from "@/lib/folding/forms";
import { isStandIn, isTelling } from "@/lib/folding/letters";

/** Addresses that every computer has, or that stand for none (RFC 6890). */
const nobodys = /^(0\.|127\.|255\.255\.255\.255$|::1?$)/;

/** An IP address in one spelling: `2001:DB8:0:0::1` → `2001:db8::1`, `::ffff:192.0.2.1` → `192.0.2.1`, without a port. */
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

/** What an IP address is the same by; none for addresses that are nobody's. */
export function ipForms(text: string): Forms {
  const folded = foldIp(text);
  return folded && !nobodys.test(folded) ? { whole: [folded], part: [] } : noForms;
}

const fewest = 4;

/**
 * What a name that a program made is the same by, such as a device's or a face's: all of it, whatever its case. Zeros
 * alone are no name, as `00000000-0000-0000-0000-000000000000` is of no device.
 */
export function tokenForms(text: string): Forms {
  const folded = text.normalize("NFKC").trim().toLowerCase();
  return isTelling(folded, fewest) && !isStandIn(folded) ? { whole: [folded], part: [] } : noForms;
}
