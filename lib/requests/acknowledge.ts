import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { pastInstant } from "@/lib/format/instant";
import { AppError } from "@/lib/platform/errors";
import type { AcknowledgeInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Records that the receipt of a complaint was acknowledged to its requester (DPA 2018 s. 164A(3)), now or at an earlier
 * time.
 * @throws AppError conflict when it was, or the request is no complaint; validation_error for a time before the receipt
 * or in the future
 */
export const acknowledgeRequest = (actor: Actor, input: OnRequest & AcknowledgeInput): Promise<RequestDto> =>
  changeRequest(actor, input, "acknowledged", (request, _tx, now) => {
    const given = input.acknowledgedAt ? new Date(input.acknowledgedAt) : now;
    const acknowledgedAt = pastInstant(given, now);
    if (!acknowledgedAt || acknowledgedAt < request.receivedAt)
      throw new AppError("validation_error", "The time must be after the receipt and not in the future.", {
        fields: [
          {
            field: "acknowledged_at",
            message: acknowledgedAt ? "is before the receipt" : "is in the future",
          },
        ],
      });
    return {
      changes: { acknowledgedAt },
      event: { type: "request.acknowledged", metadata: { acknowledgedAt: acknowledgedAt.toISOString() } },
    };
  });
