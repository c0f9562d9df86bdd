import "server-only";
import { type Actor, can } from "@/lib/auth/actor";
import { type DecideInput, decideCase } from "@/lib/cases/decision";
import type { CaseDto } from "@/lib/cases/schema";
import { AppError } from "@/lib/platform/errors";

/**
 * Decides for what was just done to a case, where that settles it.
 * @returns null when this actor may not decide this case, or somebody was faster: then it stays as it is
 */
export async function decideWherePossible(
  actor: Actor,
  input: DecideInput,
  decision: "approved" | "rejected",
): Promise<CaseDto | null> {
  if (!can(actor, "cases:decide") || (actor.kind !== "person" && !input.reviewerId)) return null;
  try {
    return await decideCase(actor, input, decision);
  } catch (error) {
    if (error instanceof AppError && (error.code === "conflict" || error.code === "forbidden")) return null;
    throw error;
  }
}
