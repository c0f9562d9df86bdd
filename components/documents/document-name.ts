import { sentence } from "@/lib/format/words";

const names: Record<string, string> = { id_front: "Front", id_back: "Back" };

/** `id_front` → `Front`, `proof_of_address` → `Proof of address` */
export const documentName = (docType: string): string => names[docType] ?? sentence(docType);
