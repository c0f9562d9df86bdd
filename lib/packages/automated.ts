import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { aesHelp } from "@/lib/contract/answer";
import { dayIn } from "@/lib/format/day";
import { visible } from "@/lib/format/visible";
import { involvementForSubject } from "@/lib/involvement/read";
import { recipient } from "@/lib/letters/addressee";
import { cite } from "@/lib/letters/cite";
import { checkLines, deciderOf, decisionWords } from "@/lib/letters/decided";
import { answerDay, filledIn } from "@/lib/letters/interim";
import { subjectWords } from "@/lib/letters/involved";
import { packageTexts } from "@/lib/letters/package-texts";
import type { Paper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { packageName } from "@/lib/packages/names";
import { json, lawOf, type PackageFile, type Packed } from "@/lib/packages/sources";
import { db } from "@/lib/platform/db";
import { cipherOf } from "@/lib/records/open";
import type { OwnRequest } from "@/lib/requests/load";
import { openReviewWords } from "@/lib/requests/open-reviews";
import { currentSettings, letterRecord, refuseUnsaid } from "@/lib/settings/load";

/** Reads how a session was decided, and what its checks found. While its review is open, the checks are withheld. */
async function factsOf(actor: Actor, { id, isWithheld }: Pick<Packed, "id" | "isWithheld">) {
  const session = await db.session.findFirstOrThrow({
    where: { ...inScope(actor), id },
    select: {
      id: true,
      status: true,
      resultStatus: true,
      createdAt: true,
      result: { select: { processingMode: true } },
      reviewCase: { select: { decision: true } },
      checks: {
        orderBy: { pk: "asc" },
        select: { policy: true, score: true, threshold: true, status: true },
      },
    },
  });
  const { status, resultStatus: outcome, result, reviewCase: review } = session;
  const decision = { status, outcome, processingMode: result?.processingMode ?? null, review };
  const number = (value: unknown) => (value === null ? null : Number(value));
  const checks = session.checks.map(({ policy, score, threshold, ...check }) => ({
    policy,
    score: number(score),
    threshold: number(threshold),
    status: check.status,
  }));
  const involvement = isWithheld || !review ? null : await involvementForSubject(actor, id);
  return { id, createdAt: session.createdAt, decision, involvement, checks: isWithheld ? null : checks };
}

/** The file that says how one session was decided, for programs. */
export const automatedFiles = (actor: Actor, request: OwnRequest, packed: Packed): PackageFile[] => [
  {
    path: `sessions/${packageName(packed.id)}/decision.json`,
    make: async () => {
      const { id, createdAt, decision, involvement, checks } = await factsOf(actor, packed);
      return json({
        session: id,
        created_at: createdAt.toISOString(),
        outcome: decision.outcome,
        decided_by: deciderOf(decision),
        explanation: decisionWords(decision),
        human_involvement: involvement ? subjectWords(involvement) : [],
        checks,
        ...(!checks && { withheld: [openReviewWords(request.jurisdiction)] }),
      });
    },
  },
];

/** The rule by which a person can ask for a person to decide (GDPR Art. 22(3), UK GDPR Art. 22C, 11 CCR § 7221). */
const reviewRules = { gdpr: "22(3)", uk_gdpr: "22C", ccpa: "11 CCR § 7221" } as const;

/** Writes the letter about automated decisions: purpose, logic and outcome (11 CCR § 7222). */
export async function automatedLetter(
  actor: Actor,
  request: OwnRequest,
  { withheld, sessionIds }: { withheld: ReadonlySet<string>; sessionIds: readonly string[] },
): Promise<Paper> {
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "request", request)]);
  const { jurisdiction, language } = request;
  const record = letterRecord(settings);
  refuseUnsaid(record, jurisdiction);
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const sessions: Awaited<ReturnType<typeof factsOf>>[] = [];
  for (const id of sessionIds) sessions.push(await factsOf(actor, { id, isWithheld: withheld.has(id) }));
  const on = (instant: Date) => answerDay(language, dayIn(request.timeZone, instant));
  const texts = packageTexts[language];
  const { automated } = texts;
  const source = jurisdiction === "ccpa" ? "11 CCR § 7222" : cite("15(1)(h)", jurisdiction, language);
  return {
    title: filledIn(automated.title, { id: request.id }),
    language,
    head: await letterheadOf(actor.scope.organizationPk, settings.organization),
    intro: [
      filledIn(automated.intro, {
        requester: visible(recipient(held ?? { requester: {} }, language)),
        received: on(request.receivedAt),
        today: on(new Date()),
        source,
      }),
      ...(request.package?.sealed ? [aesHelp[language]] : []),
    ],
    sections: [
      { title: automated.purpose, paragraphs: [record.purposes] },
      { title: automated.logic, paragraphs: [automated.compared] },
      {
        title: automated.outcome,
        paragraphs:
          sessions.length > 0 ? [] : [request.dataFrom || request.dataTo ? automated.noneIn : automated.none],
        pairs: sessions.map(({ id, createdAt, decision, involvement, checks }) => [
          id,
          [
            `${on(createdAt)}.`,
            decisionWords(decision, language),
            ...(involvement ? subjectWords(involvement, language) : []),
            checkLines(checks, language),
          ].join(" "),
        ]),
      },
      {
        title: texts.rights,
        paragraphs: [
          ...(lawOf(request).kinds.decision_review
            ? [filledIn(automated.again, { source: cite(reviewRules[jurisdiction], jurisdiction, language) })]
            : []),
          ...(jurisdiction === "ccpa"
            ? [filledIn(automated.fair, { source: "Cal. Civ. Code § 1798.125" })]
            : []),
          filledIn(texts.controller, { controller: record.controller }),
          filledIn(texts.write, { contact: record.contact }),
        ],
      },
    ],
  };
}
