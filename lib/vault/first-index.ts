import type { BlindIndexKind } from "@/lib/platform/generated/enums";

const fold = (value: string) => value.normalize("NFKC").trim().toLowerCase();

/**
 * The form of a value that the first rules hashed. It finds rows until a job has indexed them again, and list entries
 * without a value forever (docs/decisions/0023).
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
  country: fold,
  text: fold,
};
