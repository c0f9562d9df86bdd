import { z } from "zod";

const empty = z.strictObject({});
/** Older events name no ground: it was the identity, or all awaited answers. */
const pause = z.strictObject({
  ground: z.enum(["identity", "scope", "fee"]).optional(),
  on: z.string().optional(),
});

/** The events about a data-subject request. */
export const requestEvents = {
  "request.received": z.strictObject({ kind: z.string(), jurisdiction: z.string(), channel: z.string() }),
  "request.opened": empty,
  "request.assigned": z.strictObject({ assigneeId: z.string().nullable() }),
  "request.verified": z.strictObject({ how: z.string() }),
  "request.clock-paused": pause,
  "request.clock-resumed": pause,
  "request.extended": z.strictObject({ dueOn: z.string() }),
  "request.closed": z.strictObject({
    status: z.string(),
    joinedInto: z.string().optional(),
    /** Of a refusal; older events have none. */
    ground: z.string().optional(),
  }),
  "request.refusal-proposed": z.strictObject({ ground: z.string() }),
  "request.refusal-withdrawn": empty,
  "request.fee-asked": z.strictObject({ ground: z.string() }),
  "request.searched": z.strictObject({ proposed: z.int() }),
  "request.match-decided": z.strictObject({ sessionId: z.string(), state: z.string() }),
  "request.notes-read": z.strictObject({ sessions: z.array(z.string()) }),
  "request.note-marked": z.strictObject({ sessionId: z.string() }),
  "request.reviewed": empty,
  "request.review-taken-back": empty,
  "request.open-reviews": z.strictObject({ told: z.boolean() }),
  "request.approved": empty,
  "request.restricted": z.strictObject({ sessions: z.int() }),
  "request.restriction-lifted": z.strictObject({ sessions: z.int(), toldAt: z.string() }),
  "request.session-corrected": z.strictObject({ sessionId: z.string(), fields: z.array(z.string()) }),
  "request.session-unchanged": z.strictObject({ sessionId: z.string() }),
  "request.recipient-recorded": z.strictObject({
    recipientId: z.string(),
    outcome: z.string(),
    toldOn: z.string().nullable(),
  }),
  "request.value-compared": z.strictObject({
    sessionId: z.string(),
    field: z.string(),
    isSame: z.boolean(),
  }),
  "request.agent-verified": z.strictObject({ role: z.string(), seenOn: z.string() }),
  "request.reopened": z.strictObject({ was: z.string() }),
  "request.acknowledged": z.strictObject({ acknowledgedAt: z.string() }),
  "request.concluded": z.strictObject({ outcome: z.string() }),
  "request.reviews-opened": z.strictObject({ sessions: z.int() }),
  "request.decisions-recorded": z.strictObject({ confirmed: z.int(), changed: z.int() }),
  "request.previewed": empty,
  "request.answer-divided": z.strictObject({ later: z.int(), now: z.int() }),
  "request.part-delivered": z.strictObject({ via: z.string(), later: z.int() }),
  "request.delivered": z.strictObject({ via: z.string() }),
  "request.erased": z.strictObject({
    erased: z.int(),
    restricted: z.int(),
    held: z.int(),
    undecided: z.int(),
  }),
  "request.language-set": z.strictObject({ language: z.string() }),
  "request.message-sent": z.strictObject({
    kind: z.string(),
    via: z.string(),
    messageId: z.string(),
    hasLetter: z.boolean(),
    wording: z.int().optional(),
  }),
  "request.member-note-added": z.strictObject({ noteId: z.string() }),
  "request.dossier-downloaded": z.strictObject({ files: z.int() }),
  "request.letter-downloaded": z.strictObject({
    letter: z.string().optional(),
    language: z.string().optional(),
    letterId: z.string().optional(),
    wording: z.int().optional(),
  }),
};
