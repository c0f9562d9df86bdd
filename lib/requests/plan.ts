import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { midnightOf } from "@/lib/format/day";
import { restrictedWords, type Verdict } from "@/lib/law/retention";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest, scopeOf } from "@/lib/platform/scope";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { eraseSession } from "@/lib/privacy/write";
import { restrictedByRequest } from "@/lib/records/kept";
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
    select: { profiles: true, jurisdiction: true },
  });
  const { timeZone } = request;
  const pks = rows.map(({ sessionPk }) => sessionPk);
  const of = options.holds === "said" ? "all" : "unsaid";
  const profiles = settings?.profiles ?? {};
  const judged: Map<bigint, Verdict>[] = [];
  // The organization may be under a retention duty that the law of the request does not have. What either keeps, stays.
  for (const jurisdiction of new Set([request.jurisdiction, settings?.jurisdiction ?? request.jurisdiction]))
    judged.push(
      await judgeSessions(tx, request, pks, { jurisdiction, timeZone, profiles }, { relationEndedOn, of }),
    );
  return rows.flatMap(({ session }) => {
    const said = judged.flatMap((each) => each.get(session.pk) ?? []);
    const verdict = said.find((each) => each.verdict === "keep") ?? said[0];
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
    done.push(row.verdict === "erase" ? { ...row, ...(await eraseIfFree(actor, row.sessionId)) } : row);
  }
  return done;
}

/**
 * Erases a session unless a legal hold, an open case or a restriction now prevents it.
 * @returns what happened, in place of what was planned
 */
async function eraseIfFree(actor: Actor, sessionId: string): Promise<Partial<Verdict>> {
  try {
    await eraseSession(actor, sessionId);
    return { verdict: "erase" };
  } catch (error) {
    if (!(error instanceof AppError && error.code === "conflict")) throw error;
    const session = await db.session.findUnique({
      where: { organizationPk_environment_id: { ...inScope(actor), id: sessionId } },
      select: { pk: true },
    });
    const pks = session ? [session.pk] : [];
    if ((await undecidedAmong(db, inScope(actor), pks)).size > 0) return { verdict: "undecided" };
    return (await restrictedByRequest(db, inScope(actor), pks)).size > 0
      ? { verdict: "keep", ...restrictedWords }
      : { verdict: "held" };
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
