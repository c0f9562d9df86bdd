import "server-only";
import type { AuditEventInput } from "@/lib/audit/events";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import type { SealedRequest } from "@/lib/privacy/seal";
import { progressOf } from "@/lib/requests/dto";
import { lockRequest, type OwnRequest, ownRequestOf } from "@/lib/requests/own";
import { whyNot } from "@/lib/requests/policy";
import { clockOfRequest } from "@/lib/requests/request-clock";
import type { RequestDto, StepName } from "@/lib/requests/schema";
import { showRequest } from "@/lib/requests/show";
import { resealedRequest } from "@/lib/requests/words";
import { currentSettings } from "@/lib/settings/current";

export type OnRequest = { requestId: string; version?: number };

/** What a change does: columns, reasons to be sealed, and the event that tells of it. */
export type Change = {
  changes?: Prisma.RequestUncheckedUpdateInput;
  reasons?: SealedRequest["reasons"];
  deliveredTo?: string;
  event: Omit<AuditEventInput, "resource">;
};

/** Changes a locked request, its last day with it, and records that; shows it as it is then. */
export async function changeRequest(
  actor: Actor,
  input: OnRequest,
  step: StepName | null,
  change: (request: OwnRequest, tx: Transaction, now: Date) => Promise<Change> | Change,
): Promise<RequestDto> {
  authorize(actor, "requests:work");
  const settings = await currentSettings(actor);
  await db.$transaction(async (tx) => {
    const now = new Date();
    const request = await lockRequest(tx, actor, input.requestId, input.version);
    const proposed = await tx.requestMatch.count({ where: { requestPk: request.pk, state: "proposed" } });
    const refusal = step ? whyNot(step, progressOf(request, proposed, settings)) : closedOf(request);
    if (refusal) throw new AppError("conflict", refusal);
    const { changes, event, ...words } = await change(request, tx, now);
    const sealed =
      words.reasons || words.deliveredTo ? await resealedRequest(actor, request, words) : undefined;
    await tx.request.update({
      where: { pk: request.pk },
      data: { ...changes, ...(sealed && { sealed }), updatedAt: now, version: { increment: 1 } },
      select: { pk: true },
    });
    const after = await lockRequest(tx, actor, input.requestId);
    const { dueOn } = clockOfRequest(after, settings, now);
    await tx.request.update({
      where: { pk: request.pk },
      data: { dueOn: new Date(dueOn) },
      select: { pk: true },
    });
    const metadata = event.type === "request.extended" ? { dueOn } : event.metadata;
    await recordEvent(tx, actor, {
      ...event,
      metadata,
      resource: { type: "request", id: request.id },
    } as AuditEventInput);
  });
  return showRequest(actor, await ownRequestOf(actor, input.requestId));
}

const closedOf = ({ status }: OwnRequest) => (status === "open" ? null : "This request is closed.");
