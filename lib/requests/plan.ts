import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { midnightOf } from "@/lib/format/day";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { eraseSession } from "@/lib/privacy/write";
import { judgeSessions } from "@/lib/records/retained";
import { undecidedAmong } from "@/lib/records/undecided";
import type { OwnRequest } from "@/lib/requests/load";

/**
 * Plans what an erasure would do today with the accepted sessions of a request.
 * @param options.holds `said` takes legal holds into account; `unsaid` plans as if there were none
 */
export async function planOf(
  tx: Transaction | typeof db,
  request: OwnRequest,
  relationEndedOn: string | null,
  options: { holds: "said" | "unsaid" } = { holds: "said" },
): Promise<PlanRowDto[]> {
  const own = { where: scopeOf(request) };
  const rows = await tx.requestMatch.findMany({
    where: { ...belowRequest(request), state: "accepted" },
    include: {
      session: {
        include: {
          _count: { select: { documents: own, notes: own, screening: own, deliveries: own } },
        },
      },
    },
    orderBy: { session: { createdAt: "asc" } },
  });
  const { organizationPk, environment } = request;
  const settings = await tx.requestSettings.findUnique({
    where: { organizationPk_environment: { organizationPk, environment } },
    select: { profiles: true },
  });
  const { jurisdiction, timeZone } = request;
  const pks = rows.map(({ sessionPk }) => sessionPk);
  const law = { jurisdiction, timeZone, profiles: settings?.profiles ?? {} };
  const of = options.holds === "said" ? "all" : "unsaid";
  const verdicts = await judgeSessions(tx, request, pks, law, { relationEndedOn, of });
  return rows.flatMap(({ session }) => {
    const verdict = verdicts.get(session.pk);
    return verdict
      ? [{ sessionId: session.id, holds: contents(session._count, verdict.verdict), ...verdict }]
      : [];
  });
}

function contents(counts: Record<string, number>, verdict: string): string {
  if (verdict === "erased") return "nothing";
  const words: Record<string, [string, string]> = {
    documents: ["image", "images"],
    notes: ["note", "notes"],
    screening: ["screening check", "screening checks"],
    deliveries: ["delivery", "deliveries"],
  };
  const parts = Object.entries(words).flatMap(([name, [one, many]]) => {
    const count = counts[name] ?? 0;
    return count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  });
  return ["PII", ...parts].join(", ");
}

/**
 * Carries out a plan session by session. Repeating it changes nothing. A legal hold placed or a case opened since the
 * plan stops only its own session.
 * @returns the plan as it was carried out
 */
export async function carryOut(actor: Actor, plan: readonly PlanRowDto[]): Promise<PlanRowDto[]> {
  const done: PlanRowDto[] = [];
  for (const row of plan) {
    if (row.verdict === "keep") await restrictSession(actor, row);
    done.push(row.verdict === "erase" ? { ...row, verdict: await eraseIfFree(actor, row.sessionId) } : row);
  }
  return done;
}

/**
 * Erases a session unless a legal hold or an open case now prevents it.
 * @returns what happened
 */
async function eraseIfFree(actor: Actor, sessionId: string): Promise<"erase" | "held" | "undecided"> {
  try {
    await eraseSession(actor, sessionId);
    return "erase";
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
    const session = await db.session.findUnique({
      where: { organizationPk_environment_id: { ...inScope(actor), id: sessionId } },
      select: { pk: true },
    });
    const undecided = await undecidedAmong(db, inScope(actor), session ? [session.pk] : []);
    return undecided.size > 0 ? "undecided" : "held";
  }
}

/**
 * Restricts a session until the law no longer retains it (GDPR Art. 18): it disappears from queues and lists, and
 * only compliance can open it. A session already restricted keeps the later day.
 */
async function restrictSession(actor: Actor, row: PlanRowDto): Promise<void> {
  const restrictedUntilOn = row.until ? midnightOf(row.until) : null;
  const own = { ...inScope(actor), id: row.sessionId };
  const isEarlier = {
    OR: [{ restrictedUntilOn: null }, { restrictedUntilOn: { lt: restrictedUntilOn ?? new Date(0) } }],
  };
  await db.$transaction(async (tx) => {
    const begun = await tx.session.updateMany({
      where: { ...own, restrictedAt: null },
      data: { restrictedAt: new Date(), restrictedUntilOn },
    });
    const moved =
      begun.count === 0 && restrictedUntilOn
        ? await tx.session.updateMany({ where: { ...own, ...isEarlier }, data: { restrictedUntilOn } })
        : begun;
    if (moved.count === 1)
      await recordEvent(tx, actor, {
        type: "session.restricted",
        metadata: { until: row.until, rule: row.rule },
        resource: { type: "session", id: row.sessionId },
      });
  });
}
