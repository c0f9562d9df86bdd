/** What a machine readable zone says about a document and its holder; names are Latin letters. */
export type MrzInput = {
  documentCode: string;
  issuingState: string;
  documentNumber: string;
  lastName: string;
  firstName: string;
  nationality: string;
  dateOfBirth: string;
  sex: "M" | "F" | "X";
  expires: string;
  optional?: string;
};

const WEIGHTS = [7, 3, 1] as const;

/**
 * The check digit of ICAO Doc 9303 part 3, section 4.9: digits keep their value, letters count from A = 10,
 * the filler is 0; values are weighted 7, 3, 1 in turn and the sum is taken modulo 10.
 */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const value = char === "<" ? 0 : Number.parseInt(char, 36);
    sum += value * (WEIGHTS[index % 3] ?? 0);
  }
  return String(sum % 10);
}

const LETTERS: Readonly<Record<string, string>> = {
  Æ: "AE",
  Ø: "OE",
  Å: "AA",
  Ä: "AE",
  Ö: "OE",
  Ü: "UE",
  ß: "SS",
  Ł: "L",
  Đ: "D",
  Þ: "TH",
  Ð: "D",
  İ: "I",
  ı: "I",
  Ə: "E",
};

/** Reduce a Latin name to the letters a machine readable zone allows (ICAO Doc 9303 part 3, section 6). */
export function mrzName(name: string): string {
  const upper = [...name.normalize("NFC")].map(
    (char) => LETTERS[char.toUpperCase()] ?? LETTERS[char] ?? char,
  );
  return upper
    .join("")
    .normalize("NFD")
    .toUpperCase()
    .replace(/[\u0300-\u036f'’.]/g, "")
    .replace(/[^A-Z]+/g, "<")
    .replace(/^<+|<+$/g, "");
}

function pad(text: string, length: number): string {
  return text.slice(0, length).padEnd(length, "<");
}

function date(iso: string): string {
  return iso.slice(2, 4) + iso.slice(5, 7) + iso.slice(8, 10);
}

/** The name field; a name too long for it loses letters from its longer part, so both parts remain. */
function nameField(input: MrzInput, length: number): string {
  let last = mrzName(input.lastName);
  let first = mrzName(input.firstName);
  while (last.length + first.length + 2 > length) {
    if (first.length >= last.length) {
      first = first.slice(0, -1).replace(/<+$/, "");
    } else {
      last = last.slice(0, -1).replace(/<+$/, "");
    }
  }
  return pad(`${last}<<${first}`, length);
}

function holder(input: MrzInput): string {
  const birth = date(input.dateOfBirth);
  const expires = date(input.expires);
  const sex = input.sex === "X" ? "<" : input.sex;
  return birth + checkDigit(birth) + sex + expires + checkDigit(expires);
}

/** The two 44-character lines of a passport data page (ICAO Doc 9303 part 4). */
export function composeTd3(input: MrzInput): [string, string] {
  const first = pad(input.documentCode, 2) + pad(input.issuingState, 3) + nameField(input, 39);
  const number = pad(input.documentNumber, 9);
  const numberPart = number + checkDigit(number);
  const holderPart = holder(input);
  const optional = pad(input.optional ?? "", 14);
  const optionalDigit = input.optional ? checkDigit(optional) : "<";
  const optionalPart = optional + optionalDigit;
  const composite = numberPart + holderPart.slice(0, 7) + holderPart.slice(8) + optionalPart;
  return [first, numberPart + pad(input.nationality, 3) + holderPart + optionalPart + checkDigit(composite)];
}

/** The three 30-character lines of an identity card, permit or licence (ICAO Doc 9303 part 5). */
export function composeTd1(input: MrzInput): [string, string, string] {
  const number = pad(input.documentNumber, 9);
  const numberPart = number + checkDigit(number) + pad(input.optional ?? "", 15);
  const holderPart = holder(input);
  const optional = pad("", 11);
  const composite = numberPart + holderPart.slice(0, 7) + holderPart.slice(8) + optional;
  return [
    pad(input.documentCode, 2) + pad(input.issuingState, 3) + numberPart,
    holderPart + pad(input.nationality, 3) + optional + checkDigit(composite),
    nameField(input, 30),
  ];
}
