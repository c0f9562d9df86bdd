import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { assertVersion, lockCase, openCase, sessionRedacted } from "@/lib/cases/load";
import { insertNote } from "@/lib/cases/notes";
import { inflect } from "@/lib/contract/inflection";
import { pickFields } from "@/lib/contract/result";
import type { PiiField } from "@/lib/contract/vocabulary";
import type { CorrectedDto, CorrectInput } from "@/lib/corrections/schema";
import { correctHeld } from "@/lib/corrections/write";
import { decideWherePossible } from "@/lib/decisions/write";
import { instant } from "@/lib/format/instant";
import { words } from "@/lib/format/words";
import { noteAuthor } from "@/lib/members/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isFinal } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import type { OpenSession } from "@/lib/records/open";
import { viewExtractedData } from "@/lib/records/view";
import { isSensitiveDataExpired } from "@/lib/records/window";

/**
 * Corrects extracted data (contract §4.6): seals it again, keeps the first extracted values, and makes the session
 * findable by the new ones. The audit log names the fields and no value; a reason becomes a note. If the new number
 * is on the blocklist, a signal is added. If the organization rejects matches, the case is rejected in the name of
 * the member who corrected, or recommended for rejection with dual review, provided that they may decide.
 * @throws AppError not_found without a result; conflict once its personal data is erased or out of reach
 */
export async function correctResult(
  actor: Actor,
  input: CorrectInput & { caseId: string },
): Promise<CorrectedDto> {
  authorize(actor, "results:correct");
  const { session } = await openCase(actor, input.caseId, "work");
  if (session.cipher.isDestroyed) throw sessionRedacted();
  const author = input.reason ? await noteAuthor(actor) : actor.name;
  const work = { input, opened: session, author };
  const { corrected, blocked } = await db.$transaction((tx) => correct(tx, actor, work), { timeout: 15_000 });
  announceCases(actor, [input.caseId]);
  if (!blocked) return corrected;
  const { caseId } = input;
  const rejection = { caseId, version: blocked.version, rejectionReasonCode: "blocklist_match" } as const;
  const rejected = await decideWherePossible(actor, rejection, "rejected");
  return rejected?.status === "rejected" ? { ...corrected, status: "rejected" } : corrected;
}

type Work = {
  input: CorrectInput & { caseId: string };
  opened: OpenSession;
  author: string;
};

/** `blocked` when the organization rejects a match of the corrected value. */
type Corrected = { corrected: CorrectedDto; blocked: { version: number } | null };

async function correct(
  tx: Transaction,
  actor: Actor,
  { input, opened: { cipher, settings, view }, author }: Work,
): Promise<Corrected> {
  const found = await lockCase(tx, actor, input.caseId);
  assertVersion(found, input.version);
  const { session } = found;
  const result = await tx.result.findUnique({
    where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
  });
  if (!result) throw new AppError("not_found", "This session has no result to correct.");
  const held = cipher.open("result", session.id, result.sealed);
  const now = new Date();
  if (!held || result.sensitiveDataExpired || isSensitiveDataExpired(session, settings.retention, now))
    throw new AppError("conflict", "The personal data of this session is no longer available.");
  const given = inflect(input.extractedData, "snake") as Record<string, unknown>;
  const { extractedData, changed, match } = await correctHeld(tx, actor, session, {
    cipher,
    result,
    held,
    given,
    now,
  });
  const answer = {
    sessionId: session.id,
    status: result.status,
    extractedData: {
      ...viewExtractedData(view, extractedData),
      ...pickFields(extractedData, Object.keys(given) as PiiField[]),
    },
  };
  if (changed.length === 0) {
    const { updatedAt } = await tx.session.findUniqueOrThrow({
      where: { scoped: { ...inScope(actor), pk: session.pk } },
    });
    return { corrected: { ...answer, updatedAt: instant(updatedAt) }, blocked: null };
  }
  if (input.reason) {
    const about = { id: found.id, sessionPk: session.pk };
    await insertNote(
      tx,
      actor,
      about,
      cipher,
      author,
      `Corrected ${changed.map(words).join(", ")}: ${input.reason}`,
    );
  }
  const { version } = await tx.reviewCase.update({
    where: { scoped: { ...inScope(actor), pk: found.pk } },
    data: { version: { increment: 1 } },
    select: { version: true },
  });
  return {
    corrected: { ...answer, updatedAt: instant(now) },
    blocked: match?.isBlocked && !isFinal(found.status) ? { version } : null,
  };
}
