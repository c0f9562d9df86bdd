import "server-only";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** The matter of a hold that stands on a session, or null. */
export async function holdOn(tx: Transaction, sessionPk: bigint): Promise<string | null> {
  const hold = await tx.hold.findFirst({ where: { sessionPk, releasedAt: null }, select: { reason: true } });
  return hold?.reason ?? null;
}

/** @throws AppError conflict while a hold stands on the session: nothing may erase it */
export async function refuseHeld(tx: Transaction, sessionPk: bigint): Promise<void> {
  const reason = await holdOn(tx, sessionPk);
  if (reason)
    throw new AppError("conflict", `A legal hold stands on this session (“${reason}”). Release it first.`);
}
