import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Tool } from "@/lib/mcp/tool";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { consume } from "@/lib/platform/rate-limit";

/** Destructive calls of one key in the live environment. A program that errs must not get far. */
const destructiveCalls = { name: "mcp_destructive", points: 5, seconds: 3600 };

/** The shortest reason that says anything. */
const shortestReason = 10;

/**
 * Refuses a destructive call unless it is meant: the argument `confirm` repeats the id, a reason is given, the same
 * tool has worked in the organization's sandbox before, and the key has made fewer than five such calls in the hour.
 * The sandbox has neither of the last two limits.
 * @throws AppError validation_error, conflict or rate_limited
 */
export async function guardDestructive(
  actor: Actor,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { destroys = "" } = tool;
  if (typeof given[destroys] !== "string" || given.confirm !== given[destroys])
    throw new AppError("validation_error", `confirm: must repeat ${destroys}, because this cannot be undone`);
  if (typeof given.reason !== "string" || given.reason.trim().length < shortestReason)
    throw new AppError(
      "validation_error",
      `reason: must say why, in ${shortestReason} characters or more, for the audit log`,
    );
  if (actor.scope.environment === "sandbox") return;
  if (!(await hasWorkedInSandbox(actor, tool)))
    throw new AppError(
      "conflict",
      `${tool.name} has not been used in the sandbox of this organization yet. Try it there first, with a sandbox key.`,
    );
  await consume(destructiveCalls, actor.id);
}

/** How many of the last sandbox calls of a tool are looked at. */
const looksBack = 20;

async function hasWorkedInSandbox({ scope }: Actor, { name }: Tool): Promise<boolean> {
  const calls = await db.auditEvent.findMany({
    where: {
      organizationPk: scope.organizationPk,
      environment: "sandbox",
      resourceType: "tool",
      resourceId: name,
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: looksBack,
    select: { metadata: true },
  });
  return calls.some(({ metadata }) => Number((metadata as { status?: unknown }).status) < 300);
}
