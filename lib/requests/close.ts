import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { unrefused } from "@/lib/requests/refusal";
import type { CloseInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Closes a request: completed or withdrawn. A refusal that was only proposed ends with it.
 * @throws AppError conflict when it should be completed and a step is missing
 */
export const closeRequest = (actor: Actor, input: OnRequest & CloseInput): Promise<RequestDto> =>
  changeRequest(actor, input, input.status === "completed" ? "evidence" : null, (_request, _tx, now) => ({
    changes: { ...unrefused, status: input.status, closedAt: now },
    ...(input.reason && { reasons: { closing: input.reason } }),
    event: { type: "request.closed", metadata: { status: input.status } },
  }));
