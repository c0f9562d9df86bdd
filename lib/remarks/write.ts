import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import { openSession } from "@/lib/records/open";
import { toRemarkDto } from "@/lib/remarks/dto";
import { aboutMark, acceptedSessions, answerBundle } from "@/lib/remarks/load";
import { columnsOf, type Remark, remarksOf, textDigest } from "@/lib/remarks/policy";
import type { Mark, MarkInput, RemarkDto } from "@/lib/remarks/schema";
import { lockRequest, ownRequestOf, writableRequestCipher } from "@/lib/requests/load";

const wrong = (field: string, message: string) =>
  new AppError("validation_error", `${field}: ${message}`, { fields: [{ field, message }] });

/**
 * Checks the input for a mark against the text.
 * @returns null when it removes every mark
 */
function checkMark({ whole, passages = [], isSuspicion }: MarkInput, text: string): Mark | null {
  const ways = [whole !== undefined, passages.length > 0, isSuspicion === true].filter(Boolean).length;
  if (ways === 0) return null;
  if (ways > 1) throw wrong("passages", "mark passages, or the whole, or SAR/STR material");
  const sorted = [...passages].sort((left, right) => left.from - right.from);
  let reached = 0;
  for (const { from, to } of sorted) {
    if (from < reached || to <= from || to > text.length)
      throw wrong("passages", "must lie within the text and not upon each other");
    reached = to;
  }
  return {
    text: textDigest(text),
    ...(whole && { whole }),
    ...(sorted.length > 0 && { passages: sorted }),
    ...(isSuspicion && { isSuspicion }),
  };
}

/**
 * Marks what the answer omits of a remark: passages or the whole text on a ground that the answer states, or all of
 * it silently as suspicion material. The new marks replace the old ones.
 * @throws AppError conflict after the request has been reviewed; not_found for an unknown remark
 */
export async function markRemark(actor: Actor, input: MarkInput & { requestId: string }): Promise<RemarkDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const isAccepted = (await acceptedSessions(request)).some(({ session }) => session.id === input.sessionId);
  const bundle = isAccepted
    ? await answerBundle(actor, await openSession(actor, input.sessionId, "answer"), () => undefined)
    : undefined;
  const found = bundle && remarksOf(bundle).find(({ remark }) => remark === input.remark);
  if (!found) throw new AppError("not_found", "No accepted session has this note.");
  const mark = checkMark(input, found.text);
  await saveMark(actor, input, found, mark);
  return toRemarkDto(input.sessionId, found, new Map(mark ? [[found.remark, mark]] : []));
}

async function saveMark(
  actor: Actor,
  { requestId, sessionId }: MarkInput & { requestId: string },
  found: Remark,
  mark: Mark | null,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, requestId);
    if (request.status !== "open" || request.reviewedAt)
      throw new AppError("conflict", "The request has been reviewed. Withdraw the review first.");
    const session = await tx.session.findFirstOrThrow({
      where: { ...scopeOf(request), id: sessionId },
      select: { pk: true },
    });
    const which = { ...belowRequest(request), sessionPk: session.pk, ...columnsOf(found) };
    await tx.requestMark.deleteMany({ where: which });
    if (mark) {
      const cipher = await writableRequestCipher(actor, request);
      const sealed = cipher.seal("requestMark", aboutMark(request, sessionId, found.remark), mark);
      await tx.requestMark.create({
        data: { ...which, markedBy: actor.id, markedAt: new Date(), sealed },
        select: { pk: true },
      });
    }
    // The event names neither the note nor the reason, so that the log does not disclose a suspicion report.
    await recordEvent(tx, actor, {
      type: "request.note-marked",
      metadata: { sessionId },
      resource: { type: "request", id: request.id },
    });
  });
}
