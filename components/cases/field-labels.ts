import type { FieldRowDto } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";

const names: Partial<Record<FieldRowDto["field"], string>> = {
  date_of_birth: "Born",
  document_number: "Document",
  document_expiration_date: "Expires",
  document_issuing_state: "Issued by",
};

export const fieldLabel = (field: FieldRowDto["field"]) => names[field] ?? sentence(field);
