import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { assertVersion, lockCase, type OwnCase, ownCaseOf, writableCipher } from "@/lib/cases/load";
import { getCase } from "@/lib/cases/read";
import type { OverriddenDto, OverrideInput } from "@/lib/decisions/schema";
import { decideWherePossible } from "@/lib/decisions/write";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf, scopeOf } from "@/lib/platform/scope";
import { isFinal } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import type { RecordCipher } from "@/lib/vault/cipher";

type Input = Omit<OverrideInput, "approves"> & { approves?: boolean } & { caseId: string; policy: string };

/**
 * Overrides the outcome of a check with a further attempt. If nothing else speaks against the case and `approves` is
 * set, the case is approved (or recommended, with dual review) in the name of the member who overrode, provided that
 * they may decide.
 * @throws AppError not_found when the policy never ran; conflict when the case is decided or redacted
 */
export async function overrideCheck(actor: Actor, input: Input): Promise<OverriddenDto> {
  authorize(actor, "checks:override");
  const cipher = await writableCipher(actor, await ownCaseOf(actor, input.caseId, "work"));
  const { version, isClear } = await db.$transaction(
    async (tx) => {
      const found = await lockCase(tx, actor, input.caseId);
      assertVersion(found, input.version);
      if (isFinal(found.status)) throw new AppError("conflict", "This case has been decided.");
      await addAttempt(tx, actor, found, cipher, input);
      const row = await tx.reviewCase.update({
        where: { scoped: { ...inScope(actor), pk: found.pk } },
        data: { version: { increment: 1 } },
        select: { version: true },
      });
      return { version: row.version, isClear: await speaksNothingAgainst(tx, found) };
    },
    { timeout: 15_000 },
  );
  announceCases(actor, [input.caseId]);
  const { caseId, policy, reviewerId, approves = true } = input;
  const approved =
    isClear && approves
      ? await decideWherePossible(actor, { caseId, reviewerId, version }, "approved")
      : null;
  return { caseId, policy, status: approved?.status ?? (await statusOf(actor, input)) };
}

async function addAttempt(
  tx: Transaction,
  actor: Actor,
  { session }: OwnCase,
  cipher: RecordCipher,
  { policy, passed, reason }: Input,
): Promise<void> {
  const latest = await tx.check.findFirst({
    where: { ...belowSession(session), policy },
    orderBy: { attempt: "desc" },
  });
  if (!latest) throw new AppError("not_found", "This check has not run in this session.");
  const attempt = latest.attempt + 1;
  const before = cipher.open("check", `${policy}/${latest.attempt}`, latest.sealed)?.details;
  // The machine's readings stay: the desk compares the fields of the latest attempt.
  const read = before && typeof before === "object" && !Array.isArray(before) ? before : {};
  const details = { ...read, override: true, reason: reason ?? null };
  const now = new Date();
  await tx.check.create({
    data: {
      ...belowSession(session),
      policy,
      attempt,
      status: passed ? "passed" : "failed",
      createdAt: now,
      completedAt: now,
      sealed: cipher.seal("check", `${policy}/${attempt}`, { details }),
    },
    select: { pk: true },
  });
  await tx.session.update({
    where: keyOf(session),
    data: { updatedAt: now },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "check.overridden",
    metadata: { policy, passed, attempt },
    resource: { type: "session", id: session.id },
  });
}

/**
 * Whether every check's latest attempt passed or was skipped, no hit is open or confirmed, and the risk is below
 * high.
 */
async function speaksNothingAgainst(tx: Transaction, { session }: OwnCase): Promise<boolean> {
  const [checks, hits, { riskLevel }] = [
    await tx.check.findMany({
      where: belowSession(session),
      distinct: ["policy"],
      orderBy: [{ policy: "asc" }, { attempt: "desc" }],
      select: { status: true },
    }),
    await tx.screeningHit.count({
      where: { ...scopeOf(session), isDismissed: false, check: belowSession(session) },
    }),
    await tx.session.findUniqueOrThrow({
      where: keyOf(session),
      select: { riskLevel: true },
    }),
  ];
  return (
    hits === 0 &&
    riskLevel !== "high" &&
    riskLevel !== "critical" &&
    checks.every(({ status }) => status === "passed" || status === "skipped")
  );
}

const statusOf = async (actor: Actor, { caseId }: Input) => (await getCase(actor, { caseId })).status;
