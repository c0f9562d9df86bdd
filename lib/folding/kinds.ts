import { capitals, withoutMarks } from "@/lib/folding/letters";
import { words } from "@/lib/format/words";

/** Kinds of documents by words in their names, in common languages. The first match counts. */
const kinds: [string, RegExp][] = [
  ["passport card", /PASS(PORT)? CARD/],
  [
    "residence permit",
    /RESIDEN|PERMIT DE SEJOUR|SEJOUR|SOGGIORNO|AUFENTHALT|VERBLIJF|GREEN CARD|\bPERMIT\b|VISA CARD/,
  ],
  ["visa", /\bVISAS?\b|VISUM|VISTO|VISADO/],
  [
    "driver licence",
    /LICEN[CS]E|DRIV|FUHRERSCHEIN|FUEHRERSCHEIN|PERMIS DE CONDUIRE|CONDUCIR|CONDUCAO|CONDUZIONE|PATENTE|RIJBEWIJS|KORKORT|KOREKORT|FORERKORT|PRAWO JAZDY/,
  ],
  [
    "passport",
    /PASSPORT|REISEPASS|REISEAUSWEIS|PASSEPORT|PASAPORTE|PASSAPORT|PASPOORT|PASZPORT|ПАСПОРТ|TRAVEL DOCUMENT|TITRE DE VOYAGE/,
  ],
  [
    "national ID",
    /\bID\b|IDENTI[TD]|NATIONAL|PERSONALAUSWEIS|AUSWEIS|\bDNI\b|CEDULA|CIDADAO|IDENTITEITS|DOWOD OSOBISTY|AADHAAR|ELECTORAL/,
  ],
];

/**
 * Returns the kind of a document from its name or from the code of a machine readable zone (ICAO Doc 9303 parts 4 to
 * 7). `card` means any kind of card. An unknown name is returned in its own words, with `isKnown` false.
 */
export function foldDocumentKind(text: string): { kind: string; isKnown: boolean } {
  const code = text.trim().toUpperCase().replaceAll("<", "");
  if (/^P[A-Z]?$/.test(code)) return { kind: "passport", isKnown: true };
  if (/^V[A-Z]?$/.test(code)) return { kind: "visa", isKnown: true };
  if (code === "IP") return { kind: "passport card", isKnown: true };
  if (/^[ACI][A-Z]?$/.test(code)) return { kind: "card", isKnown: true };
  const name = words(text.trim());
  const folded = withoutMarks(capitals(name));
  const found = kinds.find(([, pattern]) => pattern.test(folded));
  return found ? { kind: found[0], isKnown: true } : { kind: name, isKnown: false };
}

/**
 * Returns whether two names mean the same kind of document.
 * @returns null when a name is unknown and the two differ
 */
export function isSameKind(one: string, other: string): boolean | null {
  const [a, b] = [foldDocumentKind(one), foldDocumentKind(other)];
  if (a.kind === b.kind) return true;
  if (!a.isKnown || !b.isKnown) return null;
  const isCard = [a.kind, b.kind].includes("card");
  return isCard && ![a.kind, b.kind].some((kind) => kind === "passport" || kind === "visa");
}
