import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import type { OwnRequest } from "@/lib/requests/load";
import type { ConcludeInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Records the conclusion about an objection or a complaint, with what it is founded on.
 * - An objection is upheld, and its data is then erased (GDPR Art. 17(1)(c)); or it is not, because of compelling
 * legitimate grounds or legal claims (Art. 21(1)), and the restriction is then lifted.
 * - A complaint leads to no further step than telling the outcome.
 * @throws AppError conflict before the steps that come first; validation_error for an objection that is partly upheld
 */
export const concludeRequest = (actor: Actor, input: OnRequest & ConcludeInput): Promise<RequestDto> =>
  changeRequest(actor, input, "concluded", async (request, tx, now) => {
    const { outcome, reason } = input;
    const isObjection = request.kind === "objection";
    if (isObjection && outcome === "partly_upheld")
      throw new AppError("validation_error", "An objection is upheld or not.", {
        fields: [{ field: "outcome", message: "must be upheld or not_upheld" }],
      });
    const ended = isObjection ? await endRestriction(tx, request, outcome, now) : {};
    return {
      changes: { outcome, concludedAt: now, concludedBy: actor.id, ...ended },
      reasons: { conclusion: reason },
      event: { type: "request.concluded", metadata: { outcome } },
    };
  });

/**
 * The sessions stay restricted: until the erasure if the objection is upheld, and otherwise until they are freed. Without
 * any restricted session, nothing remains to be lifted.
 */
async function endRestriction(
  tx: Transaction,
  request: OwnRequest,
  outcome: ConcludeInput["outcome"],
  now: Date,
): Promise<{ liftedAt?: Date }> {
  if (outcome === "upheld") return {};
  const own = { ...belowRequest(request), act: "restricted" as const, liftedAt: null };
  return (await tx.requestMatch.count({ where: own })) === 0 ? { liftedAt: now } : {};
}
