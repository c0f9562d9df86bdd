import type { Json } from "./bundle";
import { type CardData, cardMrz, ISSUING_STATE } from "./card-data";
import { mrzName } from "./mrz";

const spaced = (text: string) => mrzName(text).replace(/<+/g, " ");

/** What is printed on the card, as a reader gives it. */
function visual(card: CardData): Record<string, Json> {
  return {
    first_name: card.firstName,
    last_name: card.lastName,
    date_of_birth: card.printedBirth ?? card.dateOfBirth,
    document_number: card.documentNumber,
    document_expiration_date: card.expires,
    nationality: card.nationality,
    gender: card.sex,
    document_issuing_state: ISSUING_STATE,
    document_type: card.documentType,
    ...(card.documentType === "passport" ? {} : { address: { ...card.address } }),
  };
}

/** What the barcode on the back of a licence holds. */
function barcode(card: CardData): Record<string, Json> {
  return {
    first_name: spaced(card.firstName),
    last_name: spaced(card.lastName),
    date_of_birth: (card.barcodeBirth ?? card.dateOfBirth).replaceAll("-", ""),
    document_number: card.documentNumber,
    document_expiration_date: card.expires.replaceAll("-", ""),
    gender: card.sex,
  };
}

/** What the reader of documents found on a card, source by source. */
export function readCard(card: CardData): Record<string, Json> {
  const hasBarcode = card.documentType === "drivers_license" || card.barcodeBirth !== undefined;
  return {
    mrz: { lines: cardMrz(card) },
    mrz_check_digits: card.mrzNumber ? "failed" : "passed",
    visual: visual(card),
    ...(hasBarcode ? { barcode: barcode(card) } : {}),
  };
}
