import "server-only";
import { isDeepStrictEqual } from "node:util";
import { recordEvent } from "@/lib/audit/record";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { assertVersion, writableKey } from "@/lib/cases/change";
import type { CorrectedDto, CorrectInput } from "@/lib/cases/inputs";
import { announceCases } from "@/lib/cases/live";
import { lockCase, type OwnCase, ownCaseOf } from "@/lib/cases/own";
import { isFinal } from "@/lib/cases/policy";
import { rematch } from "@/lib/cases/rematch";
import { decideWherePossible } from "@/lib/cases/settle";
import { ageAt } from "@/lib/format/age";
import { instant } from "@/lib/format/instant";
import { inflect } from "@/lib/http/inflection";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { blindIndexesOf } from "@/lib/privacy/blind-index";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { findableOfRows } from "@/lib/privacy/reindex";
import { openRow, type Sealed, sealRow } from "@/lib/privacy/seal";
import { pickFields, viewExtractedData, viewOf } from "@/lib/privacy/view";
import type { PiiField } from "@/lib/sessions/schema";
import { currentSettings, type Settings } from "@/lib/settings/current";

/**
 * Corrects what was extracted (contract §4.6): seals it anew, keeps what was first extracted, and makes the session
 * findable by the new values. The audit log names the fields and no value. A number that is on the blocklist is a
 * signal, and where the organization rejects matches the case is rejected, or that is recommended with dual review,
 * by whoever corrected, if they may.
 * @throws AppError not_found without a result; conflict once its personal data is gone or out of reach
 */
export async function correctResult(
  actor: Actor,
  input: CorrectInput & { caseId: string },
): Promise<CorrectedDto> {
  authorize(actor, "results:correct");
  const settings = await currentSettings(actor);
  const key = await writableKey(actor, await ownCaseOf(actor, input.caseId, "work"));
  const { corrected, blocked } = await db.$transaction((tx) => correct(tx, actor, { input, key, settings }), {
    timeout: 15_000,
  });
  announceCases(actor, [input.caseId]);
  if (!blocked) return corrected;
  const { caseId } = input;
  const rejection = { caseId, version: blocked.version, rejectionReasonCode: "blocklist_match" } as const;
  const rejected = await decideWherePossible(actor, rejection, "rejected");
  return rejected?.status === "rejected" ? { ...corrected, status: "rejected" } : corrected;
}

type Work = { input: CorrectInput & { caseId: string }; key: Buffer; settings: Settings };

/** `blocked` where the organization rejects what the corrected value matches. */
type Corrected = { corrected: CorrectedDto; blocked: { version: number } | null };

async function correct(tx: Transaction, actor: Actor, { input, key, settings }: Work): Promise<Corrected> {
  const found = await lockCase(tx, actor, input.caseId);
  assertVersion(found, input.version);
  const { session } = found;
  const result = await tx.result.findUnique({ where: { sessionPk: session.pk } });
  if (!result) throw new AppError("not_found", "This session has no result.");
  const held = openRow(key, "result", session.id, result.sealed);
  const now = new Date();
  if (!held || result.sensitiveDataExpired || isSensitiveDataExpired(session, settings, now))
    throw new AppError("conflict", "The personal data of this session is no longer available.");
  const given = inflect(input.extractedData, "snake") as Record<string, unknown>;
  const after = corrections(held, given);
  const fields = Object.keys(given) as PiiField[];
  const answer = {
    sessionId: session.id,
    status: result.status,
    extractedData: {
      ...viewExtractedData(viewOf(actor, settings), after.extractedData),
      ...pickFields(after.extractedData, fields),
    },
  };
  if (after.changed.length === 0) {
    const { updatedAt } = await tx.session.findUniqueOrThrow({ where: { pk: session.pk } });
    return { corrected: { ...answer, updatedAt: instant(updatedAt) }, blocked: null };
  }
  const { extractedData, uncorrected } = after;
  const extractedAge = ageAfter(held, after, result.createdAt);
  await tx.result.update({
    where: { pk: result.pk },
    data: {
      sealed: sealRow(key, "result", session.id, { ...held, extractedData, extractedAge, uncorrected }),
    },
    select: { pk: true },
  });
  await reindex(tx, actor, found, key);
  const match = after.changed.includes("document_number") ? await rematch(tx, actor, session, key) : null;
  await tx.session.update({ where: { pk: session.pk }, data: { updatedAt: now }, select: { pk: true } });
  const { version } = await tx.reviewCase.update({
    where: { pk: found.pk },
    data: { version: { increment: 1 } },
    select: { version: true },
  });
  await recordEvent(tx, actor, {
    type: "result.pii-corrected",
    metadata: { fields: after.changed },
    resource: { type: "session", id: session.id },
  });
  return {
    corrected: { ...answer, updatedAt: instant(now) },
    blocked: match?.isBlocked && !isFinal(found.status) ? { version } : null,
  };
}

/** What a correction makes of a result; of each field only what was first extracted is kept. */
function corrections(held: Sealed["result"], given: Record<string, unknown>) {
  const before: Record<string, unknown> = held.extractedData;
  const uncorrected = { ...held.uncorrected };
  const changed = Object.keys(given).filter((field) => !isDeepStrictEqual(before[field], given[field]));
  for (const field of changed) {
    if (!(field in uncorrected)) uncorrected[field] = before[field] ?? null;
    else if (isDeepStrictEqual(uncorrected[field], given[field])) delete uncorrected[field];
  }
  return {
    changed,
    uncorrected,
    extractedData: { ...before, ...given } as Sealed["result"]["extractedData"],
  };
}

/** The age that the source read off the day of birth, read off the corrected one; years at the time of the result. */
function ageAfter(
  held: Sealed["result"],
  { changed, extractedData }: ReturnType<typeof corrections>,
  at: Date,
): number | null | undefined {
  const { date_of_birth: born } = extractedData;
  if (typeof held.extractedAge !== "number" || !born || !changed.includes("date_of_birth"))
    return held.extractedAge;
  return Math.max(0, ageAt(born, at));
}

/** What extracted data can be found by. */
const correctable = ["document_number", "name_and_birth_date", "address"] as const;

async function reindex(tx: Transaction, actor: Actor, { session }: OwnCase, key: Buffer): Promise<void> {
  const findable = await findableOfRows(tx, session, key);
  const indexes = await blindIndexesOf(actor.scope.organizationId, findable);
  await tx.blindIndex.deleteMany({ where: { sessionPk: session.pk, kind: { in: [...correctable] } } });
  await tx.blindIndex.createMany({
    data: indexes
      .filter(({ kind }) => (correctable as readonly string[]).includes(kind))
      .map((index) => ({ ...index, ...inScope(actor), sessionPk: session.pk })),
  });
}
