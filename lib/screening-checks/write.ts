import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { tellLateHits } from "@/lib/imports/late-hits";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { compare, lockOwner, type Outcome, sealedCheck } from "@/lib/screening-checks/load";
import { describeChecks } from "@/lib/screening-checks/read";
import type {
  ApiCheckDto,
  CheckType,
  CreateCheckInput,
  FullCheckInput,
  Subject,
} from "@/lib/screening-checks/schema";
import type { RecordCipher } from "@/lib/vault/cipher";
import { listedTypes } from "@/lib/watchlists/schema";
import { queueWebhooks } from "@/lib/webhooks/write";

/**
 * Runs one screening check for the newest session of a reference.
 * @throws AppError validation_error when what the type needs is missing, or no session has the reference
 */
export async function createCheck(actor: Actor, input: CreateCheckInput): Promise<ApiCheckDto> {
  const { checkType, ...given } = input;
  const [check] = await run(actor, given, [checkType], null);
  if (!check) throw new Error("No check was made.");
  return check;
}

/**
 * Runs several checks at once, of every AML type if none is named.
 * @throws AppError like {@link createCheck}; nothing is created then
 */
export async function createFullCheck(actor: Actor, input: FullCheckInput): Promise<{ data: ApiCheckDto[] }> {
  const { checkTypes = listedTypes, ...given } = input;
  return { data: await run(actor, given, [...new Set(checkTypes)], newId("batch")) };
}

type Given = Omit<CreateCheckInput, "checkType">;

/** What each type needs, by the contract. */
const needs: Record<CheckType, readonly (keyof Given)[]> = {
  sanction: ["nameFirst", "nameLast"],
  pep: ["nameFirst", "nameLast"],
  adverse_media: ["nameFirst", "nameLast"],
  warning: ["nameFirst", "nameLast"],
  email_risk: ["email"],
  email_risk_enhanced: ["email"],
  phone_risk: ["phone"],
  phone_risk_enhanced: ["phone"],
  ip_risk: ["ipAddress"],
  address_validation: ["address"],
  ssn_verification: ["ssn"],
};

function refuseIncomplete(given: Given, types: readonly CheckType[]): void {
  const missing = [...new Set(types.flatMap((type) => needs[type]))].filter(
    (name) => given[name] === undefined,
  );
  if (missing.length === 0) return;
  const fields = missing.map((name) => ({
    field: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    message: "is required for this type of check",
  }));
  throw new AppError("validation_error", `${fields[0]?.field}: ${fields[0]?.message}`, { fields });
}

async function run(
  actor: Actor,
  given: Given,
  types: readonly CheckType[],
  batchId: string | null,
): Promise<ApiCheckDto[]> {
  authorize(actor, "screening:run");
  refuseIncomplete(given, types);
  // A social security number would be checked by a source that is not connected; it is not kept for nothing.
  const { externalRef, enableMonitoring = false, ssn: _, ...subject } = given;
  const { ids, caseId } = await db.$transaction(async (tx) => {
    const session = await lockOwner(tx, actor, externalRef);
    const cipher = await cipherOf(actor, "session", session);
    if (cipher.isDestroyed) throw new AppError("conflict", "This session has been redacted.");
    const made: string[] = [];
    for (const checkType of types) {
      const outcome = await compare(tx, actor, checkType, subject);
      const row = {
        externalRef,
        checkType,
        batchId,
        // Without a source or a name there is nothing to compare later either.
        monitoringEnabled: enableMonitoring && outcome.reason !== "no_source" && outcome.reason !== "no_name",
      };
      made.push(await insert(tx, actor, { session, cipher, row, outcome, subject }));
    }
    return { ids: made, caseId: session.reviewCase?.id };
  });
  if (caseId) announceCases(actor, [caseId]);
  return describeChecks(actor, ids);
}

type Owner = Awaited<ReturnType<typeof lockOwner>>;
type Making = {
  session: Owner;
  cipher: RecordCipher;
  row: { externalRef: string; checkType: CheckType; batchId: string | null; monitoringEnabled: boolean };
  outcome: Outcome;
  subject: Subject;
};

async function insert(
  tx: Transaction,
  actor: Actor,
  { session, cipher, row, outcome, subject }: Making,
): Promise<string> {
  const [id, now] = [newId("schk"), new Date()];
  const { hits, reason } = outcome;
  const highest = hits[0]?.match_score ?? null;
  const status = reason ? "error" : hits.length > 0 ? "hit" : "clear";
  const { pk: checkPk } = await tx.screeningCheck.create({
    data: {
      ...inScope(actor),
      ...row,
      id,
      status,
      sessionPk: session.pk,
      hasMatch: hits.length > 0,
      hitCount: hits.length,
      highestScore: highest,
      provider: reason === "no_source" ? null : "aml_screening",
      identityRef: session.identity?.id ?? null,
      isRunHere: true,
      seenLists: outcome.seen,
      lastCheckedAt: now,
      createdAt: now,
      sealed: cipher.seal(
        "screeningCheck",
        id,
        sealedCheck(outcome, subject, { count: hits.length, highest }),
      ),
    },
    select: { pk: true },
  });
  await insertHits(tx, actor, { session, cipher, check: { pk: checkPk, id }, from: 0 }, hits);
  const check = { id, checkType: row.checkType, status, hasMatch: hits.length > 0 };
  await queueWebhooks(tx, actor, ["screening.completed"], session, { check });
  await recordEvent(tx, actor, {
    type: "screening.check-run",
    metadata: { checkId: id, checkType: row.checkType, status, hits: hits.length, isRerun: false },
    resource: { type: "session", id: session.id },
  });
  return id;
}

type Facts = Pick<Owner, "pk" | "id" | "externalRef" | "status" | "resultStatus">;
type Place = { session: Facts; cipher: RecordCipher; check: { pk: bigint; id: string }; from: number };

/** Writes hits of a check after those that it has, and tells of them when the session was decided before. */
export async function insertHits(
  tx: Transaction,
  actor: Actor,
  { session, cipher, check, from }: Place,
  hits: Outcome["hits"],
): Promise<void> {
  const { status, resultStatus } = session;
  const isDecided = status === "completed" && (resultStatus === "approved" || resultStatus === "rejected");
  const arrivedAt = isDecided ? new Date() : null;
  await tx.screeningHit.createMany({
    data: hits.map((hit, at) => ({
      ...inScope(actor),
      checkPk: check.pk,
      position: from + at,
      matchScore: hit.match_score,
      arrivedAt,
      sealed: cipher.seal("screeningHit", `${check.id}/${from + at}`, { hit }),
    })),
  });
  if (isDecided)
    await tellLateHits(
      tx,
      actor,
      session,
      hits.map(() => ({ isDismissed: false })),
    );
}
