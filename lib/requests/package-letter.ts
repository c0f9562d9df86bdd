import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { exactUtc } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { dataKeyOf } from "@/lib/records/open";
import { removalsIn } from "@/lib/remarks/answer";
import { groundWords } from "@/lib/remarks/grounds";
import { marksOf, reviewedBundle } from "@/lib/remarks/own";
import { type RemovalGround, removalGrounds } from "@/lib/remarks/schema";
import { dayOrNull } from "@/lib/requests/dto";
import { type JurisdictionId, jurisdictions } from "@/lib/requests/jurisdictions";
import type { OwnRequest } from "@/lib/requests/own";
import { type LetterSession, letterOf } from "@/lib/requests/package-papers";
import { renderPaper } from "@/lib/requests/package-pdf";
import { planOf } from "@/lib/requests/plan";
import { processingRecord } from "@/lib/requests/processing-record";
import { currentSettings } from "@/lib/settings/current";

/** The letter with every point of Art. 15(1)(a) to (h) and 15(2), as PDF. */
export async function letterPaper(actor: Actor, request: OwnRequest): Promise<Buffer> {
  const [settings, key, plan] = await Promise.all([
    currentSettings(actor),
    dataKeyOf(actor, request),
    // A hold may serve a suspicion report: the letter says the ordinary time to everybody alike.
    planOf(db, request, dayOrNull(request.relationEndedOn), { holds: "unsaid" }),
  ]);
  const { requester } = openRow(key, "request", request.id, request.sealed) ?? { requester: {} };
  const law = jurisdictions[request.jurisdiction as JurisdictionId];
  const sessions: LetterSession[] = [];
  for (const row of plan) sessions.push(await letterSession(actor, row.sessionId, row));
  const removals: RemovalGround[] = [];
  for (const { sessionId } of plan) {
    const marks = await marksOf(actor, request, sessionId);
    // Most sessions have none, and then nothing of them need be opened.
    if (marks.size > 0) removals.push(...removalsIn(await reviewedBundle(actor, request, sessionId), marks));
  }
  return renderPaper(
    letterOf({
      requestId: request.id,
      law: law.law,
      receivedOn: exactUtc(request.receivedAt),
      answeredOn: exactUtc(new Date()),
      requester:
        [requester.firstName, requester.lastName].filter(Boolean).join(" ") ||
        requester.externalRef ||
        "the requester",
      record: processingRecord.catch(processingRecord.parse({})).parse(settings.processingRecord),
      sessions,
      withheld: [
        ...law.withheldFields.map((name) => sentence(name).toLowerCase()),
        ...(law.withholdsDocumentImages ? ["pictures of identity documents"] : []),
      ],
      removed: removalGrounds.flatMap((ground) => {
        const count = removals.filter((each) => each === ground).length;
        const words = groundWords(ground, request.jurisdiction as JurisdictionId);
        return count > 0 ? [`${counted(count, "place")}: ${words}`] : [];
      }),
    }),
  );
}

async function letterSession(
  actor: Actor,
  sessionId: string,
  { verdict, until, rule }: { verdict: string; until: string | null; rule: string },
): Promise<LetterSession> {
  const session = await db.session.findFirstOrThrow({
    where: { ...inScope(actor), id: sessionId },
    include: {
      checks: { orderBy: { pk: "asc" } },
      deliveries: { where: { status: "delivered" }, select: { url: true } },
      screening: { select: { provider: true } },
    },
  });
  return {
    id: session.id,
    createdAt: exactUtc(session.createdAt),
    source: session.source,
    outcome: session.resultStatus,
    keptUntil:
      until ?? (verdict === "erase" ? "until you ask us to erase it" : "as long as the reason lasts"),
    rule,
    checks: session.checks.map(({ policy, score, threshold, status }) => ({
      policy,
      score: score === null ? null : Number(score),
      threshold: threshold === null ? null : Number(threshold),
      status,
    })),
    recipients: [
      ...session.deliveries.map(({ url }) => (URL.canParse(url) ? new URL(url).host : url)),
      ...session.screening.flatMap(({ provider }) => (provider ? [`${provider} (screening)`] : [])),
    ],
  };
}
