import { AppError } from "@/lib/platform/errors";
import type { BlindIndexKind, ListType, MatchMode } from "@/lib/platform/generated/enums";
import {
  type CheckSubjectInput,
  comparedTypes,
  type ItemInput,
  type TypedListType,
} from "@/lib/typed-lists/schema";
import type { IndexedKind } from "@/lib/vault/blind-index";

/** The kind of digest by which the items of a type are found. */
export const kindOfType: Record<TypedListType, BlindIndexKind> = {
  name: "name_and_birth_date",
  email: "email",
  phone: "phone",
  ip_address: "ip_address",
  government_id: "document_number",
  country: "country",
  device_fingerprint: "device",
  face: "face_reference",
  string: "text",
};

/**
 * Refuses to block by a type that no new session is compared with.
 * @throws AppError validation_error
 */
export function refuseMode(type: ListType, mode: MatchMode | undefined): void {
  const isCompared = type === "blocklist" || comparedTypes.includes(type);
  if (mode !== "block" || isCompared) return;
  const message = `block is for values that sessions are compared with; use flag or allow for ${type}`;
  throw new AppError("validation_error", `match_mode: ${message}`, {
    fields: [{ field: "match_mode", message }],
  });
}

/** A value of a list: a person, or one text. */
export type ListValue =
  | { person: { first: string; last: string; born: string }; shown: string }
  | { kind: IndexedKind; value: string; shown: string };

/**
 * Reads the value of an item as its list's type needs it.
 * @throws AppError validation_error
 */
export function readValue(type: TypedListType, item: ItemInput): ListValue {
  const { value, nameFirst: first, nameLast: last, birthdate: born } = item;
  const refuse = (field: string, message: string): never => {
    throw new AppError("validation_error", `${field}: ${message}`, { fields: [{ field, message }] });
  };
  if (type === "name") {
    if (value !== undefined)
      refuse("value", "has no place in a list of names; use name_first, name_last and birthdate");
    if (!first || !last || !born)
      return refuse("birthdate", "name_first, name_last and birthdate are required");
    return { person: { first, last, born }, shown: `${first} ${last}, ${born}` };
  }
  if (first || last || born) refuse("name_first", "belongs to a list of names");
  if (!value) return refuse("value", "is required");
  return { kind: kindOfType[type] as IndexedKind, value, shown: value };
}

/** The values of a subject. A name counts together with the date of birth. */
export function valuesOfSubject(input: CheckSubjectInput): ListValue[] {
  const { nameFirst: first, nameLast: last, birthdate: born } = input;
  const one = (kind: IndexedKind, value: string | undefined): ListValue[] =>
    value ? [{ kind, value, shown: value }] : [];
  return [
    ...(first && last && born ? [{ person: { first, last, born }, shown: "" }] : []),
    ...one("email", input.email),
    ...one("phone", input.phone),
    ...one("ip_address", input.ipAddress),
    ...one("document_number", input.governmentId),
    ...one("country", input.country),
    ...one("device", input.deviceFingerprint),
    ...one("face_reference", input.faceReference),
    ...one("text", input.string),
  ];
}

/** The id of the match of an item with a session. */
export const matchIdOf = (itemId: string, sessionId: string): string => `lmat_${itemId}.${sessionId}`;

/** The item and the session of a match; null for any other text. */
export function readMatchId(id: string): { itemId: string; sessionId: string } | null {
  const [, itemId, sessionId] = /^lmat_(lent_\w+)\.(.+)$/.exec(id) ?? [];
  return itemId && sessionId ? { itemId, sessionId } : null;
}
