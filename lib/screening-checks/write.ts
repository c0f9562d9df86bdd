import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { announceCases } from "@/lib/records/live";
import { cipherOf } from "@/lib/records/open";
import { lockOwner } from "@/lib/screening-checks/load";
import { describeChecks } from "@/lib/screening-checks/read";
import type { ApiCheckDto, CreateCheckInput, FullCheckInput } from "@/lib/screening-checks/schema";
import { compare } from "@/lib/screening-runs/compare";
import { insertCheck } from "@/lib/screening-runs/keep";
import type { CheckType } from "@/lib/screening-runs/subject";
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
      made.push(await insertCheck(tx, actor, { session, cipher, row, outcome, subject }));
    }
    return { ids: made, caseId: session.reviewCase?.id };
  });
  if (caseId) announceCases(actor, [caseId]);
  return describeChecks(actor, ids);
}
