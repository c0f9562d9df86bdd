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

/** A text cut where its marked passages begin and end. */
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

/** The passages with one more; null when it would lie upon another. */
export function withPassage(
  passages: RemarkDto["passages"],
  added: RemarkDto["passages"][number],
): RemarkDto["passages"] | null {
  if (passages.some(({ from, to }) => added.from < to && from < added.to)) return null;
  return [...passages, added].sort((left, right) => left.from - right.from);
}

/**
 * The place in a text that a place in a text box stands for: a box makes one character of the two that end a line in
 * some texts.
 */
export function placeIn(text: string, inBox: number): number {
  let at = 0;
  for (let left = inBox; left > 0 && at < text.length; left--) at += text.startsWith("\r\n", at) ? 2 : 1;
  return at;
}
