import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordShown } from "@/lib/cases/desk";
import { showCase } from "@/lib/cases/dto";
import { allowed, assertVersion, changeCase, lockCase, resealCase, writableCipher } from "@/lib/cases/load";
import { insertNote } from "@/lib/cases/notes";
import { moveCase } from "@/lib/cases/policy";
import { routeNewCase } from "@/lib/cases/routing";
import type { CaseDto, SnoozeInput, UpdateCaseInput } from "@/lib/cases/schema";
import { recordEvent } from "@/lib/events/record";
import { dayMs, daysAfter } from "@/lib/format/day";
import { clockSkewMs, instant } from "@/lib/format/instant";
import { actingReviewer, noteAuthor, workingMember } from "@/lib/members/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { holderOf } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import { requireSession, type SessionFacts } from "@/lib/records/open";
import { queueWebhooks } from "@/lib/webhooks/write";

type OnCase = { caseId: string; reviewerId?: string; version?: number };

/** Opens a review case for a session, or returns the one that exists. */
export async function createCase(actor: Actor, input: { sessionId: string }): Promise<CaseDto> {
  authorize(actor, "cases:write");
  const session = await requireSession(actor, input.sessionId, "work");
  const opened = await db.$transaction((tx) => insertCase(tx, actor, session));
  if (opened) announceCases(actor, [opened]);
  const found = await db.reviewCase.findUniqueOrThrow({
    where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
  });
  return showCase(actor, { ...found, session });
}

/**
 * Inserts a case for a session that has none.
 * @returns its id, which the caller announces after the commit; null when the session has a case
 */
export async function insertCase(
  tx: Transaction,
  actor: Actor,
  session: SessionFacts,
): Promise<string | null> {
  const routed = await routeNewCase(actor, session.pk, tx);
  const id = newId("rvc");
  const now = new Date();
  const { count } = await tx.reviewCase.createMany({
    data: [
      {
        ...inScope(actor),
        ...routed,
        sessionPk: session.pk,
        id,
        status: "open",
        createdAt: now,
        enteredReviewAt: now,
      },
    ],
    skipDuplicates: true,
  });
  if (count !== 1) return null;
  await queueWebhooks(tx, actor, ["case.created"], session, { caseId: id });
  await recordEvent(tx, actor, {
    type: "case.created",
    metadata: { queue: routed.queue, isDemo: false },
    resource: { type: "case", id },
  });
  return id;
}

/**
 * Claims a case for 30 minutes, or renews the member's own claim.
 * @throws AppError conflict when another member has claimed it, or it is decided
 */
export async function claimCase(actor: Actor, input: OnCase): Promise<CaseDto> {
  authorize(actor, "cases:claim");
  const reviewer = await actingReviewer(actor, input.reviewerId);
  let wasAhead = false;
  const claimed = await changeCase(actor, input, (found) => {
    const now = new Date();
    const changes = allowed(moveCase(found, { kind: "claim" }, reviewer, now));
    const isHolder = holderOf(found, now) === reviewer.id;
    // An expired claim begins anew, also for the member who had it.
    if (isHolder && found.claimedAt) return { changes };
    wasAhead = isHolder;
    return {
      changes,
      event: { type: "case.claimed", metadata: { reviewerId: reviewer.id, how: "claim" } },
    };
  });
  // A preloaded case counts as opened from now on.
  if (wasAhead && actor.kind === "person") await recordShown(actor, input.caseId);
  return claimed;
}

/** Releases a claim. A lead may release every member's claim. */
export async function releaseCase(actor: Actor, input: { caseId: string }): Promise<CaseDto> {
  authorize(actor, "cases:claim");
  const reviewer =
    actor.kind === "person"
      ? await actingReviewer(actor, undefined)
      : { id: actor.id, mayTakeEscalations: true };
  return changeCase(actor, input, (found) => ({
    changes: allowed(moveCase(found, { kind: "release" }, reviewer, new Date())),
    event: { type: "case.released", metadata: { reviewerId: found.assignedTo } },
  }));
}

/** Assigns a case to a member. It stays theirs until they open it or it is assigned to another member. */
export async function assignCase(
  actor: Actor,
  input: { caseId: string; assigneeId: string; version?: number },
): Promise<CaseDto> {
  authorize(actor, "cases:assign");
  const assignee = await workingMember(actor, input.assigneeId, "assignee_id");
  return changeCase(actor, input, (found) => ({
    changes: allowed(moveCase(found, { kind: "assign", assignee }, assignee, new Date())),
    event: { type: "case.assigned", metadata: { assigneeId: assignee.id } },
  }));
}

/** Escalates a case to all leads, or to one of them. */
export async function escalateCase(
  actor: Actor,
  input: OnCase & { escalatedTo?: string; reason?: string; notes?: string },
): Promise<CaseDto> {
  authorize(actor, "cases:decide");
  const reviewer = await actingReviewer(actor, input.reviewerId);
  const to = input.escalatedTo ? await workingMember(actor, input.escalatedTo, "escalated_to") : null;
  if (to && !to.mayTakeEscalations)
    throw new AppError("validation_error", "Only a lead can be assigned an escalated case.", {
      fields: [{ field: "escalated_to", message: "must be a lead" }],
    });
  return changeCase(actor, input, async (found, tx) => {
    const changes = allowed(moveCase(found, { kind: "escalate", to: to?.id ?? null }, reviewer, new Date()));
    const key = input.reason || input.notes ? await writableCipher(actor, found) : undefined;
    if (key && input.notes) await insertNote(tx, actor, found, key, reviewer.name, input.notes);
    // Neither the reason nor the names of members: the payload contains IDs and statuses.
    await queueWebhooks(tx, actor, ["case.escalated"], found.session, { caseId: found.id });
    return {
      changes: {
        ...changes,
        ...(key &&
          input.reason && { sealed: resealCase(key, found, { reason: { escalation: input.reason } }) }),
      },
      event: {
        type: "case.escalated",
        metadata: { reviewerId: reviewer.id, escalatedTo: to?.id ?? null },
      },
    };
  });
}

const longestSnoozeDays = 90;
const eventSnoozeDays = 7;

/** Snoozes a case until a time, or until an event, for at most a week. */
export async function snoozeCase(actor: Actor, input: OnCase & SnoozeInput): Promise<CaseDto> {
  authorize(actor, "cases:decide");
  const reviewer = await actingReviewer(actor, input.reviewerId);
  const now = new Date();
  const until = input.until ? new Date(input.until) : daysAfter(now, eventSnoozeDays);
  if (until <= now || until.getTime() - now.getTime() > longestSnoozeDays * dayMs + clockSkewMs)
    throw new AppError("validation_error", "A case can be snoozed for up to 90 days.", {
      fields: [{ field: "until", message: "must be within the next 90 days" }],
    });
  return changeCase(actor, input, async (found) => {
    const changes = allowed(moveCase(found, { kind: "snooze", until }, reviewer, now));
    const sealed = resealCase(await writableCipher(actor, found), found, {
      reason: { snooze: input.reason },
    });
    return {
      changes: { ...changes, sealed, snoozeEvent: input.event ?? null },
      event: {
        type: "case.snoozed",
        metadata: { reviewerId: reviewer.id, until: instant(until), event: input.event ?? null },
      },
    };
  });
}

/** Changes metadata, custom fields, tags or priority; fields that the input does not name stay. */
export async function updateCase(
  actor: Actor,
  input: UpdateCaseInput & { caseId: string },
): Promise<CaseDto> {
  authorize(actor, "cases:write");
  const { metadata, customFields, tags, priority } = input;
  const fields = Object.entries({ metadata, customFields, tags, priority })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  return changeCase(actor, input, async (found) => {
    const isSealed = metadata !== undefined || customFields !== undefined;
    return {
      changes: {
        ...(tags && { tags: [...new Set(tags)] }),
        ...(priority && { priority }),
        ...(isSealed && {
          sealed: resealCase(await writableCipher(actor, found), found, {
            ...(metadata && { metadata }),
            ...(customFields && { customFields }),
          }),
        }),
      },
      event: { type: "case.updated", metadata: { fields } },
    };
  });
}

/** Adds a note, sealed under the session's key. */
export async function addNote(actor: Actor, input: { caseId: string; content: string; version?: number }) {
  authorize(actor, "cases:write");
  const authorName = await noteAuthor(actor);
  const note = await db.$transaction(async (tx) => {
    const found = await lockCase(tx, actor, input.caseId);
    assertVersion(found, input.version);
    const key = await writableCipher(actor, found);
    return insertNote(tx, actor, found, key, authorName, input.content);
  });
  announceCases(actor, [input.caseId]);
  return {
    id: note.id,
    authorName,
    authorType: actor.kind === "person" ? ("org" as const) : ("api" as const),
    content: input.content,
    createdAt: instant(note.createdAt),
  };
}
