import type { PiiField } from "@/lib/contract/vocabulary";

/** The eleven fields of extracted data in the contract's order, with what each reveals to a recipient. */
export const fieldWords: Record<PiiField, { label: string; hint: string }> = {
  first_name: { label: "First name", hint: "Given names as on the document" },
  last_name: { label: "Last name", hint: "Surname as on the document" },
  date_of_birth: { label: "Date of birth", hint: "The whole date, not only the age" },
  address: { label: "Address", hint: "Street, city, region, postal code, country" },
  document_number: { label: "Document number", hint: "Identifies the document, and so the person" },
  nationality: { label: "Nationality", hint: "Three-letter country code" },
  gender: { label: "Gender", hint: "As on the document" },
  ssn: { label: "Social security number", hint: "Where the document or the form has one" },
  document_type: { label: "Document type", hint: "Passport, driver licence, national ID, residence permit" },
  document_expiration_date: { label: "Document expiry", hint: "The day after which it is not valid" },
  document_issuing_state: { label: "Issuing state", hint: "Country or state that issued the document" },
};

export const allFields = Object.keys(fieldWords) as PiiField[];
