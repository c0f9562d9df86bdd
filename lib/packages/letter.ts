import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { dayIn, dayOrNull } from "@/lib/format/day";
import { capital, words } from "@/lib/format/words";
import { keptRuleOf } from "@/lib/law/profile";
import { recipient } from "@/lib/letters/addressee";
import { type LetterSession, letterOf } from "@/lib/letters/answer";
import { answerTexts } from "@/lib/letters/answer-texts";
import { filledIn } from "@/lib/letters/interim";
import { keptWords } from "@/lib/letters/kept";
import type { Paper } from "@/lib/letters/pdf";
import { phrase } from "@/lib/letters/phrases";
import type { SearchFacts } from "@/lib/letters/searched";
import { letterheadOf } from "@/lib/organization/load";
import { withheldByLaw } from "@/lib/packages/withheld";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import type { PlanRowDto } from "@/lib/privacy/schema";
import { cipherOf } from "@/lib/records/open";
import { marksOf, reviewedBundle } from "@/lib/remarks/load";
import { grounds, removalsIn } from "@/lib/remarks/policy";
import { type RemovalGround, removalGrounds } from "@/lib/remarks/schema";
import type { OwnRequest } from "@/lib/requests/load";
import { openReviewWords } from "@/lib/requests/open-reviews";
import { planOf } from "@/lib/requests/plan";
import { currentSettings, letterRecord, refuseUnsaid, type Settings } from "@/lib/settings/load";
import type { SealedRequest } from "@/lib/vault/sealed";

/**
 * Writes the letter with every point of Art. 15(1)(a) to (h) and 15(2).
 * @throws AppError conflict when the record of processing lacks something the letter needs
 */
export async function letterPaper(
  actor: Actor,
  request: OwnRequest,
  {
    unreadable,
    withheld,
    sessionIds,
  }: {
    unreadable: readonly UnreadableDto[];
    withheld: ReadonlySet<string>;
    sessionIds: readonly string[];
  },
): Promise<Paper> {
  const [settings, cipher, wholePlan] = await Promise.all([
    currentSettings(actor),
    cipherOf(actor, "request", request),
    // A legal hold may serve a suspicion report, so the letter names the ordinary retention whether there is one or
    // not.
    planOf(db, request, dayOrNull(request.relationEndedOn), { holds: "unsaid" }),
  ]);
  const plan = wholePlan.filter(({ sessionId }) => sessionIds.includes(sessionId));
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const said = held ?? { requester: {} };
  const { jurisdiction, language } = request;
  const record = letterRecord(settings);
  refuseUnsaid(record, jurisdiction);
  const day = (instant: Date) => dayIn(request.timeZone, instant);
  const sessions: LetterSession[] = [];
  for (const row of plan) {
    const session = await letterSession(actor, row, { settings, day, language });
    sessions.push(withheld.has(session.id) ? { ...session, checks: null } : session);
  }
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  const letter = letterOf({
    requestId: request.id,
    jurisdiction,
    language,
    receivedOn: day(request.receivedAt),
    answeredOn: day(new Date()),
    requester: recipient(said, language),
    record,
    sessions,
    dataFrom: dayOrNull(request.dataFrom),
    dataTo: dayOrNull(request.dataTo),
    search: await searchOf(request, said.requester),
    isEncrypted: Boolean(request.package?.sealed),
    withheld: await withheldByLaw(
      actor,
      request,
      plan.map(({ sessionId }) => sessionId),
    ),
    unreadable,
    openReview: openReviewWords(jurisdiction, language),
    removed: await removedLines(
      actor,
      request,
      plan.map(({ sessionId }) => sessionId),
      language,
    ),
  });
  return { ...letter, head };
}

/** Lists the passages removed from notes about some sessions, one line for each ground. */
export async function removedLines(
  actor: Actor,
  request: OwnRequest,
  sessionIds: readonly string[],
  language: LetterLanguage = "en",
): Promise<string[]> {
  const removals: RemovalGround[] = [];
  for (const sessionId of sessionIds) {
    const marks = await marksOf(actor, request, sessionId);
    // Most sessions have no removed passages, so nothing needs to be opened.
    if (marks.size > 0)
      removals.push(...removalsIn(await reviewedBundle(actor, request, sessionId, () => undefined), marks));
  }
  return removalGrounds.flatMap((ground) => {
    const count = removals.filter((each) => each === ground).length;
    const { text, source } = grounds[ground];
    const said = `${phrase(text, language)} (${source[request.jurisdiction]})`;
    const { place, places } = answerTexts[language];
    const line = filledIn(count === 1 ? place : places, { count: String(count), ground: said });
    return count > 0 ? [line] : [];
  });
}

/** By what the search found sessions, in the words of the letter. */
const searchedBy = {
  externalRef: "customer reference",
  email: "e-mail address",
  phone: "phone number",
  documentNumber: "document number",
} as const;

/** Says where and by what was searched, and what a member decided of what was found. */
async function searchOf(
  request: OwnRequest,
  requester: SealedRequest["requester"],
): Promise<SearchFacts | null> {
  if (!request.searchedAt) return null;
  const matches = await db.requestMatch.findMany({
    where: belowRequest(request),
    select: { state: true },
  });
  const countOf = (state: string) => matches.filter((each) => each.state === state).length;
  const details = Object.entries(searchedBy).flatMap(([name, words]) =>
    requester[name as keyof typeof searchedBy] ? [words] : [],
  );
  const isNamed = requester.dateOfBirth && (requester.firstName || requester.lastName);
  return {
    on: dayIn(request.timeZone, request.searchedAt),
    by: isNamed ? [...details, "name and date of birth"] : details,
    found: matches.length,
    accepted: countOf("accepted"),
    excluded: countOf("excluded"),
  };
}

/** What every session of a letter is written with. */
type Lettering = { settings: Settings; day: (instant: Date) => string; language: LetterLanguage };

async function letterSession(
  actor: Actor,
  plan: PlanRowDto,
  { settings, day, language }: Lettering,
): Promise<LetterSession> {
  const own = { where: inScope(actor) };
  const law = settings.requests;
  const session = await db.session.findFirstOrThrow({
    where: { ...inScope(actor), id: plan.sessionId },
    include: {
      checks: { orderBy: { pk: "asc" } },
      deliveries: { where: { status: "delivered" }, select: { url: true } },
      screening: { select: { provider: true } },
      result: { select: { processingMode: true } },
      reviewCase: { select: { decision: true } },
      _count: { select: { documents: own, signals: own, notes: own } },
    },
  });
  const isThere = session.retentionStatus !== "redacted";
  const categories: [string, boolean][] = [
    ["Identity data from documents and forms", isThere && session.result !== null],
    ["Images of documents and of your face", isThere && session._count.documents > 0],
    ["Technical data of your device and connection", isThere],
    ["Check results", session.checks.length > 0],
    ["Fraud signals", isThere && session._count.signals > 0],
    ["Results of list screening", session.screening.length > 0],
    ["Notes of the reviewers of your case", isThere && session._count.notes > 0],
    ["Dates, status and outcome of your verification", true],
  ];
  return {
    id: session.id,
    createdOn: day(session.createdAt),
    source: session.source,
    status: session.status,
    outcome: session.resultStatus,
    processingMode: session.result?.processingMode ?? null,
    review: session.reviewCase,
    kept: keptWords(
      {
        ...{ session, plan, settings: settings.retention },
        ruleOn: (on) => keptRuleOf(law.jurisdiction, law.profiles, session.documentType, on),
      },
      day,
      language,
    ),
    categories: categories.flatMap(([name, isHeld]) => (isHeld ? [name] : [])),
    checks: session.checks.map(({ policy, score, threshold, status }) => ({
      policy,
      score: score === null ? null : Number(score),
      threshold: threshold === null ? null : Number(threshold),
      status,
    })),
    recipients: [
      ...session.deliveries.map(({ url }) => (URL.canParse(url) ? new URL(url).host : url)),
      ...session.screening.flatMap(({ provider }) =>
        provider ? [`${capital(words(provider))} (${phrase("list screening", language)})`] : [],
      ),
    ],
  };
}
