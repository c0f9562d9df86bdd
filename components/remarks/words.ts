import type { RemarkDto, RemovalGround } from "@/lib/remarks/schema";

export const groundNames: Record<RemovalGround, string> = {
  other_person: "Another person's data",
  internal_remark: "Internal remark or trade secret",
  legal_privilege: "Legally privileged",
};

export const kindNames: Record<RemarkDto["kind"], string> = {
  note: "Note",
  escalation: "Escalation reason",
  snooze: "Snooze reason",
};

export type Piece = { from: number; text: string; ground: RemovalGround | null };

/** Splits a text at the limits of its marked passages. */
export function piecesOf(text: string, passages: RemarkDto["passages"]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, ground } of passages) {
    if (from > at) pieces.push({ from: at, text: text.slice(at, from), ground: null });
    pieces.push({ from, text: text.slice(from, to), ground });
    at = to;
  }
  if (at < text.length) pieces.push({ from: at, text: text.slice(at), ground: null });
  return pieces;
}

/** Adds a passage; null when it would overlap another. */
export function withPassage(
  passages: RemarkDto["passages"],
  added: RemarkDto["passages"][number],
): RemarkDto["passages"] | null {
  if (passages.some(({ from, to }) => added.from < to && from < added.to)) return null;
  return [...passages, added].sort((left, right) => left.from - right.from);
}

/**
 * Converts a position in a text box to a position in the text. A text box turns a line end of two characters into
 * one.
 */
export function placeIn(text: string, inBox: number): number {
  let at = 0;
  for (let left = inBox; left > 0 && at < text.length; left--) at += text.startsWith("\r\n", at) ? 2 : 1;
  return at;
}
