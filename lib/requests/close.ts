import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import type { CloseInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Closes a request: completed, refused with the reason given to the requester, or withdrawn.
 * @throws AppError conflict when it should be completed and a step is missing
 */
export const closeRequest = (actor: Actor, input: OnRequest & CloseInput): Promise<RequestDto> =>
  changeRequest(
    actor,
    input,
    input.status === "completed" ? "evidence" : null,
    async (_request, _tx, now) => {
      if (input.status === "refused" && !input.reason)
        throw new AppError("validation_error", "Enter a reason for the refusal.", {
          fields: [{ field: "reason", message: "must be given" }],
        });
      return {
        changes: { status: input.status, closedAt: now },
        ...(input.reason && { reasons: { closing: input.reason } }),
        event: { type: "request.closed", metadata: { status: input.status } },
      };
    },
  );
