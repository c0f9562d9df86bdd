import { CARD, palettes } from "./card-background";
import { type CardData, cardMrz } from "./card-data";
import { portraitSvg } from "./portrait";
import { canDraw, textPath } from "./text-path";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] as const;
const TITLES = {
  passport: "PASSPORT",
  national_id: "IDENTITY CARD",
  drivers_license: "DRIVING LICENCE",
  residence_permit: "RESIDENCE PERMIT",
} as const;
const LABEL = "#566879";

/** A date as cards print it: `12 AUG 1974`. */
export function cardDate(iso: string): string {
  return `${iso.slice(8, 10)} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ""} ${iso.slice(0, 4)}`;
}

function field(label: string, value: string, x: number, y: number, maxWidth: number): string {
  return (
    textPath(label, { x, y, size: 19, fill: LABEL }) +
    textPath(value, { x, y: y + 35, size: 32, face: "semibold", maxWidth })
  );
}

/** A portrait in a rectangle with a plain background. */
export function portraitBox(card: CardData, x: number, y: number, height: number, outfit: number): string {
  const scale = height / 124;
  return `<g transform="translate(${x} ${y}) scale(${scale.toFixed(4)})"><rect width="100" height="124" fill="#d7dde6"/>${portraitSvg(card.likeness, outfit)}</g>`;
}

/** The word SPECIMEN across the image, so that no picture can pass for a document. */
export function specimenMark(
  width: number,
  height: number,
  size: number,
  fill: string,
  opacity: number,
): string {
  const mark = textPath("SPECIMEN", {
    x: 0,
    y: size * 0.36,
    size,
    face: "bold",
    anchor: "middle",
    fill,
    tracking: 0.12,
  });
  return `<g transform="translate(${width / 2} ${height / 2}) rotate(-18)" opacity="${opacity}">${mark}</g>`;
}

function heading(card: CardData): string {
  const ink = palettes[card.documentType].ink;
  return (
    textPath("REPUBLIC OF UTOPIA", { x: 60, y: 88, size: 42, face: "bold", fill: ink }) +
    textPath(TITLES[card.documentType], {
      x: 1140,
      y: 86,
      size: 30,
      fill: ink,
      anchor: "end",
      tracking: 0.04,
    })
  );
}

function chip(x: number, y: number): string {
  return `<g transform="translate(${x} ${y})" stroke="#9b7b34" stroke-width="2" fill="none"><rect width="92" height="72" rx="12" fill="#dcc07a"/><path d="M0 24h30v24H0M92 24H62v24h30M30 0v72M62 0v72"/></g>`;
}

/** A crude edit: a patch of another shade with the date set in another typeface, slightly off its line. */
function tamperedBirth(card: CardData): string {
  const text = textPath(cardDate(card.printedBirth ?? card.dateOfBirth), {
    x: 454,
    y: 351,
    size: 31,
    face: "mono",
    fill: "#000000",
  });
  return `<rect x="444" y="317" width="262" height="44" fill="#f4efe2"/><g transform="rotate(-1.200 454 351)">${text}</g>`;
}

function identityFields(card: CardData, columnX: number): string {
  const native = card.nativeName.normalize("NFC");
  const latin = `${card.lastName} ${card.firstName}`.normalize("NFC");
  const also = native !== latin && canDraw(native);
  const birth =
    card.defect === "tampered"
      ? textPath("Date of birth", { x: 450, y: 310, size: 19, fill: LABEL }) + tamperedBirth(card)
      : field("Date of birth", cardDate(card.dateOfBirth), 450, 310, 270);
  return [
    field("Surname", card.lastName.toLocaleUpperCase("en"), 450, 150, 440),
    field("Given names", card.firstName.toLocaleUpperCase("en"), 450, 230, 440),
    birth,
    field("Document no.", card.documentNumber, 450, 390, 270),
    field("Date of issue", cardDate(card.issued), 450, 470, 240),
    field("Date of expiry", cardDate(card.expires), 710, 470, 220),
    field("Nationality", card.nationality, columnX, 150, 180),
    field("Sex", card.sex, columnX, 230, 100),
    also ? textPath(native, { x: 710, y: 425, size: 24, fill: "#3b4a5a", maxWidth: 200 }) : "",
    also ? textPath("Name in the holder’s script", { x: 710, y: 390, size: 17, fill: LABEL }) : "",
  ].join("");
}

function mrzBand(lines: readonly string[]): string {
  const size = lines.length === 2 ? 39.4 : 42;
  const leading = lines.length === 2 ? 58 : 56;
  const height = lines.length === 2 ? 158 : 210;
  const top = CARD.height - height;
  const rows = lines.map((line, index) =>
    textPath(line, {
      x: 60,
      y: top + 66 + index * leading,
      size,
      face: "mono",
      tracking: 0.035,
      maxWidth: 1082,
    }),
  );
  return `<rect y="${top}" width="${CARD.width}" height="${height}" fill="#ffffff" opacity=".68"/>${rows.join("")}`;
}

/** The front of a card, or the data page of a passport. */
export function cardFront(card: CardData): string {
  const isPassport = card.documentType === "passport";
  const ghost = `<g opacity=".5">${portraitBox(card, 968, isPassport ? 330 : 400, isPassport ? 200 : 230, 0)}</g>`;
  const extra = isPassport
    ? mrzBand(cardMrz(card))
    : field("Place of residence", card.address.city, 450, 550, 440) +
      (card.documentType === "drivers_license" ? field("Categories", "AM  B1  B", 60, 630, 300) : "") +
      (card.documentType === "residence_permit" ? field("Type of permit", "SETTLEMENT", 450, 630, 440) : "") +
      (card.documentType === "drivers_license" ? "" : chip(60, 628));
  const portrait = portraitBox(card, 62, 132, isPassport ? 440 : 470, 0);
  return heading(card) + portrait + identityFields(card, 968) + extra + ghost;
}

function categoryTable(card: CardData): string {
  const rows = ["AM", "B1", "B", "BE"].map((name, index) => {
    const y = 200 + index * 62;
    const dates = index < 3 ? `${cardDate(card.issued)}     ${cardDate(card.expires)}` : "—";
    return (
      `<path d="M520 ${y + 18}H1140" stroke="#8a7780" stroke-width="1.500"/>` +
      textPath(name, { x: 530, y, size: 28, face: "semibold" }) +
      textPath(dates, { x: 650, y, size: 25, face: "mono" })
    );
  });
  return rows.join("");
}

/** The back of a card with the holder's address and the machine readable zone. */
export function cardBack(card: CardData): string {
  const { address } = card;
  const street = [address.line1, address.line2].filter(Boolean).join(", ");
  const town = [address.city, address.state, address.zip].filter(Boolean).join(" ");
  const right =
    card.documentType === "drivers_license"
      ? categoryTable(card)
      : field("Issuing authority", "OFFICE OF CIVIL REGISTRY", 620, 170, 480) +
        field("Place of birth", "NEW ATLANTIS", 620, 262, 480) +
        field("Remarks", card.documentType === "residence_permit" ? "WORK PERMITTED" : "NONE", 620, 354, 480);
  return [
    heading(card),
    field("Address", street, 60, 170, card.documentType === "drivers_license" ? 420 : 520),
    textPath(town, { x: 60, y: 250, size: 30, face: "semibold", maxWidth: 420 }),
    field("Document no.", card.documentNumber, 60, 310, 400),
    textPath("If found, return to any office of the Republic.", { x: 60, y: 452, size: 20, fill: LABEL }),
    right,
    mrzBand(cardMrz(card)),
  ].join("");
}
