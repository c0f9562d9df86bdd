import "server-only";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { words } from "@/lib/format/words";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import { requireSession } from "@/lib/records/open";
import type { TimelineEntryDto } from "@/lib/sessions/schema";
import { actsOf } from "@/lib/timeline/acts";
import {
  actorWords,
  caseSteps,
  type EventRow,
  eventsAbout,
  inOrder,
  type Names,
  type Step,
  sessionSteps,
  step,
} from "@/lib/timeline/steps";

type Asked = { sessionId: string; only?: "acts" };

/**
 * Returns the timeline of a session, oldest first: its own steps, attempts, case, notes, deliveries and the actions
 * of people. People see each other's actions with names but without e-mail addresses. Only actors with audit:read see
 * the names of the log.
 * @throws AppError like `openSession`
 */
export async function getTimeline(actor: Actor, input: Asked): Promise<{ data: TimelineEntryDto[] }> {
  authorize(actor, "sessions:read");
  const session = await requireSession(actor, input.sessionId, "read");
  const names: Names = actor.kind === "person" ? await memberNames(actor) : new Map();
  if (input.only === "acts") return { data: await actsOf(actor, session, names) };
  const where = belowSession(session);
  const [result, checks, reviewCase, notes, deliveries] = await Promise.all([
    db.result.findUnique({ where: { ofSession: where } }),
    db.check.findMany({ where }),
    db.reviewCase.findUnique({ where: { ofSession: where } }),
    db.caseNote.findMany({ where, select: { author: true, createdAt: true } }),
    db.webhookDelivery.findMany({ where }),
  ]);
  const events = await eventsAbout(actor, session, reviewCase?.id);
  const { entered, claimed, decided } = caseSteps(reviewCase, names);
  const data = inOrder([
    ...sessionSteps(session, result),
    ...checks.flatMap((check) =>
      step(check.completedAt ?? check.createdAt, "check", `${words(check.policy)}: ${words(check.status)}`, {
        detail: `attempt ${check.attempt}`,
        tone: toneOfCheck(check.status),
      }),
    ),
    ...[...entered, ...claimed, ...decided],
    ...notes.flatMap((note) => step(note.createdAt, "note", "Note added", { actor: note.author })),
    ...deliveries.flatMap((delivery) =>
      step(delivery.createdAt, "delivery", `Webhook ${delivery.event}: ${delivery.status}`, {
        detail: `${delivery.attempts} of ${delivery.maxAttempts} attempts`,
        tone: delivery.status === "delivered" ? "good" : delivery.status === "failed" ? "bad" : "info",
      }),
    ),
    ...events.flatMap((event) => eventStep(actor, event, names)),
  ]);
  return { data };
}

function toneOfCheck(status: string): Step["tone"] {
  if (status === "passed") return "good";
  return status === "failed" || status === "error" ? "bad" : "neutral";
}

const eventStep = (actor: Actor, event: EventRow, names: Names): Step[] =>
  step(event.createdAt, "audit", words(event.type.replaceAll(/[.-]/g, "_")), {
    actor: can(actor, "audit:read") ? event.actorName : actorWords(event, names),
    tone: event.type === "session.redacted" ? "bad" : "info",
  });
