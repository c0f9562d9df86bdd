import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { lockOwner } from "@/lib/screening-checks/load";
import { describeChecks } from "@/lib/screening-checks/read";
import type { ApiCheckDto, CreateCheckInput, FullCheckInput } from "@/lib/screening-checks/schema";
import { compare } from "@/lib/screening-runs/compare";
import { insertCheck, keepScreened, type Screened } from "@/lib/screening-runs/keep";
import { personOf } from "@/lib/screening-runs/person";
import type { CheckType } from "@/lib/screening-runs/subject";
import { lockSession } from "@/lib/sessions/load";
import { listedTypes } from "@/lib/watchlists/schema";

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
  if (enableMonitoring) authorize(actor, "screening:monitor");
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
      made.push(await insertCheck(tx, actor, { session, cipher, row, outcome, extra: { subject } }));
    }
    return { ids: made, caseId: session.reviewCase?.id };
  });
  if (caseId) announceCases(actor, [caseId]);
  return describeChecks(actor, ids);
}

/**
 * Compares the person of a session, by every name that was stated, read or corrected, with every watchlist that is loaded. A check
 * that has compared a name before gets the new hits, and what was decided on its hits stays.
 * @throws AppError not_found; conflict when the session is restricted or redacted, has no name that can be compared, or
 * no watchlist is loaded
 */
export async function screenSession(
  actor: Actor,
  { sessionId }: { sessionId: string },
): Promise<{ data: ApiCheckDto[] }> {
  authorize(actor, "screening:run");
  const { ids, caseId } = await db.$transaction(
    async (tx) => {
      const session = await lockSession(tx, actor, sessionId);
      const cipher = await cipherOf(actor, "session", session);
      if (session.retentionStatus === "redacted" || cipher.isDestroyed)
        throw new AppError("conflict", "This session has been redacted.");
      const subjects = await personOf(tx, session, cipher);
      if (subjects.length === 0)
        throw new AppError("conflict", "No last name of the person is known that can be compared.");
      const screened: Screened[] = [];
      for (const subject of subjects)
        for (const checkType of listedTypes)
          screened.push({ checkType, subject, outcome: await compare(tx, actor, checkType, subject) });
      // A type of which no list is loaded has compared nothing; a check would say so of each type.
      const compared = screened.filter(({ outcome }) => outcome.reason === null);
      if (compared.length === 0) throw new AppError("conflict", "No watchlist is loaded here.");
      const { identity, reviewCase } = await tx.session.findUniqueOrThrow({
        where: keyOf(session),
        select: { identity: { select: { id: true } }, reviewCase: { select: { id: true } } },
      });
      const owner = { session: { ...session, identity }, cipher };
      return { ids: await keepScreened(tx, actor, owner, compared), caseId: reviewCase?.id };
    },
    { timeout: 30_000 },
  );
  if (caseId) announceCases(actor, [caseId]);
  return { data: await describeChecks(actor, ids) };
}
