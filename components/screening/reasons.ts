import type { ConfirmationCode, DismissalCode, HitDto, UnreadHitField } from "@/lib/screening/schema";

/** In the order of their keys: 1, 2, 3 … */
export const dismissals: readonly { code: DismissalCode; label: string }[] = [
  { code: "birth_date_differs", label: "Birth date differs" },
  { code: "country_differs", label: "Country differs" },
  { code: "name_differs", label: "Name differs" },
  { code: "gender_differs", label: "Gender differs" },
  { code: "identifier_differs", label: "Document or other number differs" },
  { code: "entity_is_no_person", label: "The entry is not a person" },
  { code: "other", label: "Another reason" },
];

export const confirmations: readonly { code: ConfirmationCode; label: string }[] = [
  { code: "name_and_birth_date_agree", label: "Name and birth date agree" },
  { code: "identifier_agrees", label: "Document or other number agrees" },
  { code: "photo_agrees", label: "The photo agrees" },
  { code: "person_confirms", label: "The person confirms it" },
  { code: "other", label: "Another reason" },
];

const labels = new Map<string, string>(
  [...dismissals, ...confirmations].map(({ code, label }) => [code, label]),
);

/** Returns a reason code in words; empty without one. */
export const reasonLabel = (code: string | null): string => (code ? (labels.get(code) ?? code) : "");

/** The text in place of a value that came and cannot be read. */
export const unreadText = "could not be read";

/** Returns whether a value of a hit came and cannot be read. */
export const isUnread = ({ unreadFields = [] }: HitDto, field: UnreadHitField): boolean =>
  unreadFields.includes(field);

/** Returns why a hit was resolved, in words; empty without a reason. */
export function reasonText(hit: HitDto): string {
  const { reasonCode: code } = hit;
  const label = isUnread(hit, "reason_code") ? `reason ${unreadText}` : code && (labels.get(code) ?? code);
  const words = isUnread(hit, "dismissed_reason") ? `words ${unreadText}` : hit.dismissedReason;
  return [label, words].filter(Boolean).join(": ");
}
