import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { aesHelp } from "@/lib/contract/answer";
import { day } from "@/lib/format/date";
import { dayIn } from "@/lib/format/day";
import { visible } from "@/lib/format/visible";
import { involvementForSubject } from "@/lib/involvement/read";
import { recipient } from "@/lib/letters/addressee";
import { checkLines, deciderOf, decisionWords } from "@/lib/letters/decided";
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
  const involvement = isWithheld || !review ? [] : await involvementForSubject(actor, id);
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
        human_involvement: involvement,
        checks,
        ...(!checks && { withheld: [openReviewWords(request.jurisdiction)] }),
      });
    },
  },
];

const logic =
  "Each automated check compares what you submitted with a rule or with other data, and produces a score. The score is compared with a threshold, and the outcome follows from the checks that are not passed.";

const nothing = ({ dataFrom, dataTo }: OwnRequest) =>
  dataFrom || dataTo
    ? "We made no decision about you in the period that you named."
    : "We made no decision about you.";

/** Writes the letter about automated decisions: purpose, logic and outcome (11 CCR § 7222). */
export async function automatedLetter(
  actor: Actor,
  request: OwnRequest,
  { withheld, sessionIds }: { withheld: ReadonlySet<string>; sessionIds: readonly string[] },
): Promise<Paper> {
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "request", request)]);
  const record = letterRecord(settings);
  refuseUnsaid(record, request.jurisdiction);
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const sessions: Awaited<ReturnType<typeof factsOf>>[] = [];
  for (const id of sessionIds) sessions.push(await factsOf(actor, { id, isWithheld: withheld.has(id) }));
  const on = (instant: Date) => day(dayIn(request.timeZone, instant));
  const { kinds } = lawOf(request);
  const source = kinds[request.kind]?.source.text ?? "";
  return {
    title: `Automated decisions about you: answer to request ${request.id}`,
    head: await letterheadOf(actor.scope.organizationPk, settings.organization),
    intro: [
      `To ${visible(recipient(held ?? { requester: {} }))}. You asked us on ${on(request.receivedAt)} how decisions about you were made automatically (${source}). This is our answer of ${on(new Date())}.`,
      ...(request.package?.sealed ? [aesHelp.en] : []),
    ],
    sections: [
      { title: "Purpose", paragraphs: [record.purposes] },
      { title: "Logic", paragraphs: [logic] },
      {
        title: "Outcome",
        paragraphs: sessions.length === 0 ? [nothing(request)] : [],
        pairs: sessions.map(({ id, createdAt, decision, involvement, checks }) => [
          id,
          [`${on(createdAt)}.`, decisionWords(decision), ...involvement, checkLines(checks)].join(" "),
        ]),
      },
      {
        title: "Your rights",
        paragraphs: [
          ...(kinds.decision_review
            ? [`You may ask that a person decides again (${kinds.decision_review.source.text}).`]
            : []),
          "We may not treat you worse because you use your rights (Cal. Civ. Code § 1798.125).",
          `Controller: ${record.controller}`,
          `Write to: ${record.contact}`,
        ],
      },
    ],
  };
}
