import type { Address, DocumentType } from "./bundle";
import { composeTd1, composeTd3, type MrzInput } from "./mrz";
import type { Likeness, Person } from "./people";
import type { Random } from "./random";

/** A fault that makes a picture of a document worth a second look. */
export type CardDefect = "blurred" | "tampered";

/** Everything printed on one invented document. */
export type CardData = {
  documentType: DocumentType;
  documentNumber: string;
  lastName: string;
  firstName: string;
  nativeName: string;
  sex: "M" | "F";
  dateOfBirth: string;
  issued: string;
  expires: string;
  nationality: string;
  address: Address;
  likeness: Likeness;
  defect?: CardDefect;
  /** The date of birth in print, where it was altered. */
  printedBirth?: string;
  /** The number in the machine readable zone, where it was altered without its check digits. */
  mrzNumber?: string;
  /** The date of birth in the barcode, where it was altered. */
  barcodeBirth?: string;
};

/** What someone changed on a document. */
export type Alterations = Pick<CardData, "defect" | "printedBirth" | "mrzNumber" | "barcodeBirth">;

/** The three-letter code of the invented issuing state, reserved by ICAO for specimens. */
export const ISSUING_STATE = "UTO";

const CODES: Readonly<Record<DocumentType, string>> = {
  passport: "P",
  national_id: "I",
  drivers_license: "ID",
  residence_permit: "IR",
};

const NUMBER_PREFIX: Readonly<Record<DocumentType, string>> = {
  passport: "L",
  national_id: "D",
  drivers_license: "V",
  residence_permit: "R",
};

/** A document number of nine characters: a letter for the kind, then digits and letters that are hard to confuse. */
export function documentNumber(type: DocumentType, random: Random): string {
  const digits = Array.from({ length: 6 }, () => String(random.int(0, 9))).join("");
  return `${NUMBER_PREFIX[type]}${digits}${random.pick(["C", "H", "K", "N", "T"])}${random.int(1, 9)}`;
}

/** Lay out a person's document; `issued` and `expires` are ISO dates. */
export function createCard(
  person: Person,
  document: Pick<CardData, "documentType" | "documentNumber" | "issued" | "expires"> & Alterations,
): CardData {
  return {
    ...document,
    lastName: person.lastNameLatin,
    firstName: person.firstNameLatin,
    nativeName: `${person.lastName} ${person.firstName}`,
    sex: person.sex,
    dateOfBirth: person.dateOfBirth,
    nationality: person.mrzNationality,
    address: person.address,
    likeness: person.likeness,
  };
}

/** The lines of the document's machine readable zone. */
export function cardMrz(card: CardData): string[] {
  const input: MrzInput = {
    documentCode: CODES[card.documentType],
    issuingState: ISSUING_STATE,
    documentNumber: card.documentNumber,
    lastName: card.lastName,
    firstName: card.firstName,
    nationality: card.nationality,
    dateOfBirth: card.dateOfBirth,
    sex: card.sex,
    expires: card.expires,
  };
  const lines = card.documentType === "passport" ? composeTd3(input) : composeTd1(input);
  return lines.map((line) => line.replace(card.documentNumber, card.mrzNumber ?? card.documentNumber));
}
