import type { BlindIndexKind } from "@/lib/platform/generated/enums";

const fold = (value: string) => value.normalize("NFKC").trim().toLowerCase();

/**
 * How values were written before they were hashed by the first rules. Rows of before are found by them until a job
 * has indexed them anew; what is on a list and has lost its value is found by them for good (docs/decisions/0023).
 */
export const firstForm: Record<BlindIndexKind, (value: string) => string> = {
  document_number: (value) => fold(value).replaceAll(/[\s-]/g, ""),
  name_and_birth_date: fold,
  email: fold,
  phone: (value) => value.replaceAll(/\D/g, "").slice(-10),
  device: fold,
  address: (value) => fold(value).replaceAll(/[\s,.-]+/g, " "),
  ip_address: fold,
  face_reference: fold,
};
