import type { ExtractedDataDto } from "@/lib/contract/result";
import type { PiiField } from "@/lib/contract/vocabulary";
import { countryWithCode } from "@/lib/format/country";
import { day } from "@/lib/format/date";
import { plainText } from "@/lib/format/exact-json";
import { type IssuerContext, issuerWithCode } from "@/lib/format/issuer";
import { sentence } from "@/lib/format/words";

type Key = keyof ExtractedDataDto;
export type PiiRow = { field: PiiField; key: Key; label: string; isCode?: boolean };

/** The eleven fields in the contract's order, with a reviewer's words for them. */
export const piiRows: readonly PiiRow[] = [
  { field: "first_name", key: "firstName", label: "First name" },
  { field: "last_name", key: "lastName", label: "Last name" },
  { field: "date_of_birth", key: "dateOfBirth", label: "Date of birth" },
  { field: "address", key: "address", label: "Address" },
  { field: "document_number", key: "documentNumber", label: "Document number", isCode: true },
  { field: "nationality", key: "nationality", label: "Nationality" },
  { field: "gender", key: "gender", label: "Gender" },
  { field: "ssn", key: "ssn", label: "SSN", isCode: true },
  { field: "document_type", key: "documentType", label: "Document" },
  { field: "document_expiration_date", key: "documentExpirationDate", label: "Expires" },
  { field: "document_issuing_state", key: "documentIssuingState", label: "Issued by" },
];

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

/**
 * Returns a value in words; null when it was not extracted.
 * @param issuer distinguishes a state's code from a country's
 */
export function piiText(data: ExtractedDataDto, { key }: PiiRow, issuer: IssuerContext): string | null {
  const value = data[key];
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "object")
    return (
      [...new Set(Object.values(value).filter(Boolean))].map((part) => plainText(String(part))).join(", ") ||
      null
    );
  if (key === "nationality") return countryWithCode(value);
  if (key === "documentIssuingState") return issuerWithCode(value, issuer);
  if (key === "documentType") return sentence(value);
  if (key === "documentExpirationDate" && value.startsWith("9999")) return `No expiry (${value})`;
  return isDay(value) ? day(value) : value;
}

/** Masked values contain dots. */
export const isMasked = (text: string) => text.includes("••");
