import { z } from "zod";
import { itemId } from "@/lib/brief/client";
import type {
  BriefCode,
  BriefSentence,
  SentSentence,
  Side,
  WordedSentence,
  WordingProblem,
} from "@/lib/brief/schema";
import { briefCodes } from "@/lib/brief/schema";
import type { DeskDto } from "@/lib/cases/schema";
import type { CheckDto } from "@/lib/checks/schema";
import type { LinkListDto } from "@/lib/links/schema";
import type { HitDto, ScreeningCheckDto } from "@/lib/screening/schema";

type Values = BriefSentence["values"];
/** A sentence before its address is whole: `item` is the element of the desk that says it, or the path of a page. */
export type Fact = { side: Side; code: BriefCode; values: Values; item: string };

const sideOf = new Map<BriefCode, Side>(
  (Object.keys(briefCodes) as Side[]).flatMap((side) =>
    briefCodes[side].map((code) => [code, side] as const),
  ),
);

/** Makes a fact. The side follows from the code, so that no sentence stands on two. */
export const fact = (code: BriefCode, item: string, values: Values = {}): Fact => ({
  side: sideOf.get(code) as Side,
  code,
  values,
  item,
});

const atMostTwoDigits = (score: number) => Math.round(score * 100) / 100;

function ofCheck({ policy, status, score, threshold }: CheckDto): Fact {
  const item = itemId.check(policy);
  const say = (code: BriefCode, values: Values = {}) => fact(code, item, { policy, ...values });
  const measured = score !== null && threshold !== null;
  const values: Values = measured
    ? { score: atMostTwoDigits(score), threshold: atMostTwoDigits(threshold) }
    : {};
  if (status === "failed") return say("check_failed");
  if (status === "requires_retry") return say("check_retry");
  if (status === "error") return say("check_error");
  if (measured && score < threshold) return say("check_below", values);
  if (status === "skipped") return say("check_skipped");
  if (status === "pending") return say("check_pending");
  return measured ? say("check_passed_score", values) : say("check_passed");
}

function ofZone(mrz: DeskDto["mrz"]): Fact[] {
  if (!mrz) return [];
  const item = itemId.check("mrz");
  const total = mrz.checks.length;
  const wrong = mrz.checks.filter(({ isValid }) => !isValid).length;
  if (!mrz.format) return [fact("zone_unreadable", item)];
  if (total === 0) return [fact("zone_unchecked", item)];
  return [mrz.isValid ? fact("zone_right", item, { total }) : fact("zone_wrong", item, { wrong, total })];
}

function ofExpiry({ state }: DeskDto["expiry"]): Fact {
  const item = itemId.check("expiry");
  if (state === "expired") return fact("document_expired", item);
  if (state === "expires_soon") return fact("document_expires_soon", item);
  if (state === "no_expiry") return fact("document_no_expiry", item);
  if (state === "unreadable") return fact("expiry_unreadable", item);
  return state === "valid" ? fact("document_valid", item) : fact("expiry_unknown", itemId.fields);
}

function ofFields(fields: DeskDto["fields"]): Fact[] {
  if (fields.length === 0) return [fact("fields_none", itemId.fields)];
  return fields.map(({ field, verdict, sources }) => {
    const item = itemId.field(field);
    if (verdict === "mismatch") return fact("fields_differ", item, { field });
    if (verdict === "implausible") return fact("field_implausible", item, { field });
    if (verdict === "unreadable") return fact("field_unreadable", item, { field });
    return verdict === "match"
      ? fact("fields_agree", item, { field, sources: sources.length })
      : fact("field_single", item, { field });
  });
}

function ofHit(check: ScreeningCheckDto, hit: HitDto): Fact {
  const item = itemId.hit(check.id, hit.id);
  const values: Values = { type: check.checkType, list: hit.listName ?? "" };
  if (hit.isConfirmed) return fact("hit_confirmed", item, values);
  if (hit.isDismissed) return fact("hit_dismissed", item, values);
  return (hit.unreadFields ?? []).length > 0
    ? fact("hit_unread", item, values)
    : fact("hit_open", item, values);
}

function ofScreening(screening: DeskDto["screening"]): Fact[] {
  if (screening.length === 0) return [fact("screening_none", itemId.screenings)];
  return screening.flatMap((check) => {
    const item = itemId.screening(check.id);
    const values = { type: check.checkType };
    const hits = check.hits.map((hit) => ofHit(check, hit));
    if (check.status === "error") return [...hits, fact("screening_error", item, values)];
    if (check.status === "pending") return [...hits, fact("screening_pending", item, values)];
    if (hits.length > 0) return hits;
    // Its entries are hits of another check, which speak for themselves.
    const isElsewhere = (other: ScreeningCheckDto) =>
      other !== check && other.checkType === check.checkType && other.hits.length > 0;
    if (check.detail && screening.some(isElsewhere)) return [];
    // A source that says hit and sends none has not said clear.
    return [fact(check.status === "clear" ? "screening_clear" : "screening_unknown", item, values)];
  });
}

function ofRisk({ riskScore, riskLevel, signals }: DeskDto): Fact[] {
  const ofSignals = signals.map(({ signalType, riskScore: score }, at) => {
    const values = { signal: signalType };
    if (score === null) return fact("signal_unscored", itemId.signal(at), values);
    return score > 0
      ? fact("signal", itemId.signal(at), { ...values, score })
      : fact("signal_harmless", itemId.signal(at), values);
  });
  if (riskScore === null || riskLevel === null) return [fact("risk_none", itemId.risk), ...ofSignals];
  const values = { score: riskScore, level: riskLevel };
  return [fact(riskLevel === "low" ? "risk_low" : "risk_raised", itemId.risk, values), ...ofSignals];
}

type Image = { docType: string; isStored: boolean };

function ofImages(images: readonly Image[]): Fact[] {
  if (images.length === 0) return [fact("images_none", itemId.images)];
  return images
    .filter(({ isStored }) => !isStored)
    .map(({ docType }) => fact("image_missing", itemId.images, { document: docType }));
}

/** Sessions that share something; null where the reader may not see links. */
function ofLinks(totals: LinkListDto["totals"] | null): Fact[] {
  if (!totals) return [fact("shared_hidden", itemId.links)];
  if (totals.length === 0) return [fact("shared_nothing", itemId.links)];
  return totals.map(({ kind, count }) => fact("shared", itemId.links, { kind, count }));
}

export type Evidence = { desk: DeskDto; images: readonly Image[]; totals: LinkListDto["totals"] | null };

/**
 * Returns what a case's items say, one fact for each, in the order of the desk. No model takes part: the same items
 * give the same facts. A fact has names, scores and counts, and no value of the person.
 */
export function factsOf({ desk, images, totals }: Evidence): Fact[] {
  const unread = desk.unreadSources ?? [];
  const fields = desk.fields.filter(({ verdict }) => verdict !== "missing");
  const { identityId = null, isIdentityFlagged = false } = desk.origin ?? {};
  return [
    ...unread.map((source) => fact("source_unreadable", itemId.check(source), { source })),
    ...ofZone(desk.mrz),
    // Where no field is shown, the day of expiry is not shown either, which does not make it unknown.
    ...(desk.expiry.state === "unknown" && fields.length === 0 ? [] : [ofExpiry(desk.expiry)]),
    ...(desk.checks.length === 0 ? [fact("checks_none", itemId.checks)] : desk.checks.map(ofCheck)),
    ...ofFields(fields),
    ...ofRisk(desk),
    ...ofScreening(desk.screening),
    ...ofImages(images),
    ...ofLinks(totals),
    ...(identityId && isIdentityFlagged
      ? [fact("identity_flagged", `/identities/${encodeURIComponent(identityId)}`)]
      : []),
  ];
}

const wordingAnswer = z.object({
  sentences: z.array(z.object({ text: z.string().trim().min(1).max(600), from: z.array(z.int()).min(1) })),
});

/** A wording that is kept, or why it is not. */
export type Wording = { problem: WordingProblem | null; sentences: WordedSentence[] };

const numbersIn = (text: string): string[] => text.match(/\p{N}+(?:[.,\u202f\u00a0]\p{N}+)*/gu) ?? [];
/** Signs of markup, and addresses. */
const oddIn = (text: string): string[] =>
  text.match(/[<>{}[\]|`*#]|\w+:\/\/|mailto:|[\w-]+\.[a-z]{2,}\b/gi) ?? [];

/**
 * Checks what a model made of the sentences of a brief. It is kept whole or left out whole: each sentence must name the
 * ones it was made from, of one side; every sentence must be used; and no number may appear in digits that was not sent,
 * but for how many sentences were joined. Whether the words mean the same, only a reader can tell, so the page shows both.
 * @param answer the model's text, or why there is none
 */
export function checkWording(
  sent: readonly SentSentence[],
  answer: { text: string } | WordingProblem,
): Wording {
  const without = (problem: WordingProblem): Wording => ({ problem, sentences: [] });
  if (typeof answer === "string") return without(answer);
  const read = readWording(answer.text);
  if (!read) return without("unreadable");
  const sentences: WordedSentence[] = [];
  for (const { text, from } of read) {
    const made = [...new Set(from)].map((number) => sent[number - 1]);
    const [first] = made;
    if (!first || made.some((each) => each === undefined)) return without("unreadable");
    if (made.some((each) => each?.side !== first.side)) return without("mixed");
    const source = made.map((each) => each?.text ?? "").join(" ");
    // A name of a list or a check may have such a sign itself.
    if (oddIn(text).some((odd) => !source.includes(odd))) return without("not_plain");
    const known = new Set(numbersIn(source));
    if (made.length > 1) known.add(String(made.length));
    if (numbersIn(text).some((number) => !known.has(number))) return without("number");
    sentences.push({ side: first.side, text, from: [...new Set(from)].map((number) => number - 1) });
  }
  const used = new Set(sentences.flatMap(({ from }) => from));
  return used.size === sent.length ? { problem: null, sentences } : without("left_out");
}

/** Reads the JSON of an answer, which many models put into a code fence. */
function readWording(text: string) {
  try {
    const json = text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1");
    return wordingAnswer.parse(JSON.parse(json)).sentences;
  } catch {
    return null;
  }
}
