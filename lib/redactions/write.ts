import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { ownRedactionOf, targetSql } from "@/lib/redactions/load";
import { getRedaction } from "@/lib/redactions/read";
import {
  type BulkRedactionDto,
  isEverything,
  mostRedacted,
  type RedactionInput,
} from "@/lib/redactions/schema";

/**
 * Asks for sessions to be redacted one by one by a job. Which ones is fixed now; a session that comes to match the
 * filter later is not among them.
 * @throws AppError validation_error when a person has not typed `redact N`, or a key that asks for every session there
 * is, or there are none or too many; conflict
 * when the filter finds another number by now
 */
export async function requestRedaction(actor: Actor, input: RedactionInput): Promise<BulkRedactionDto> {
  authorize(actor, "privacy:redact");
  const target = await targetSql(actor, input);
  const id = newId("red");
  await db.$transaction(
    async (tx) => {
      const { pk } = await tx.redaction.create({
        data: { ...inScope(actor), id, total: 0, requestedBy: actor.id, status: "paused" },
        select: { pk: true },
      });
      const total = await tx.$executeRaw`INSERT INTO redaction_items
          (organization_pk, environment, redaction_pk, session_pk)
        SELECT ${actor.scope.organizationPk}, ${actor.scope.environment}::"Environment", ${pk}, found.pk FROM (${target}) found LIMIT ${mostRedacted + 1}`;
      checkTotal(actor, total, input);
      await tx.redaction.update({
        where: { scoped: { ...inScope(actor), pk } },
        data: { total, status: "running" },
        select: { pk: true },
      });
      await recordEvent(tx, actor, {
        type: "redaction.requested",
        metadata: { total, by: input.filter ? "filter" : "selection" },
        resource: { type: "redaction", id },
      });
    },
    { timeout: 60_000 },
  );
  return getRedaction(actor, { redactionId: id });
}

function checkTotal(actor: Actor, total: number, { confirm, filter }: RedactionInput): void {
  if (total === 0)
    throw new AppError("validation_error", "No session matches. Select at least one session to redact.");
  if (total > mostRedacted)
    throw new AppError(
      "validation_error",
      `One redaction takes up to ${mostRedacted} sessions. Narrow the filter.`,
    );
  const mustConfirm = actor.kind === "person" || (filter !== undefined && isEverything(filter));
  if (!mustConfirm || confirm === `redact ${total}`) return;
  if (/^redact \d+$/.test(confirm ?? ""))
    throw new AppError("conflict", `There are ${total} sessions now. Check the preview again.`);
  throw new AppError("validation_error", `Type “redact ${total}” to confirm.`, {
    fields: [{ field: "confirm", message: `must be “redact ${total}”` }],
  });
}

const changes = {
  pause: { from: ["running"], to: "paused", event: "redaction.paused" },
  resume: { from: ["paused"], to: "running", event: "redaction.resumed" },
  stop: { from: ["running", "paused"], to: "stopped", event: "redaction.stopped" },
} as const;

async function change(actor: Actor, redactionId: string, name: keyof typeof changes) {
  const { from, to, event } = changes[name];
  const { pk, id } = await ownRedactionOf(actor, redactionId);
  await db.$transaction(async (tx) => {
    const { count } = await tx.redaction.updateMany({
      where: { ...inScope(actor), pk, status: { in: [...from] } },
      data: { status: to, ...(to === "stopped" && { finishedAt: new Date() }) },
    });
    if (count === 1)
      return recordEvent(tx, actor, { type: event, metadata: {}, resource: { type: "redaction", id } });
    const now = await tx.redaction.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk } },
      select: { status: true },
    });
    if (now.status !== to)
      throw new AppError("conflict", `This redaction is ${now.status}; it cannot ${name} any more.`);
  });
  return getRedaction(actor, { redactionId });
}

/**
 * Pauses a bulk redaction. When this returns, no further session is redacted.
 * @throws AppError not_found, conflict
 */
export async function pauseRedaction(
  actor: Actor,
  input: { redactionId: string },
): Promise<BulkRedactionDto> {
  authorize(actor, "privacy:redact");
  return change(actor, input.redactionId, "pause");
}

/**
 * Resumes a paused redaction.
 * @throws AppError not_found, conflict
 */
export async function resumeRedaction(
  actor: Actor,
  input: { redactionId: string },
): Promise<BulkRedactionDto> {
  authorize(actor, "privacy:redact");
  return change(actor, input.redactionId, "resume");
}

/**
 * Stops a bulk redaction: redacted sessions stay redacted, the others stay.
 * @throws AppError not_found, conflict
 */
export async function stopRedaction(actor: Actor, input: { redactionId: string }): Promise<BulkRedactionDto> {
  authorize(actor, "privacy:redact");
  return change(actor, input.redactionId, "stop");
}
