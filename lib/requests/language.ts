import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { AppError } from "@/lib/platform/errors";
import { wantsAccess } from "@/lib/requests/policy";
import type { LanguageInput, RequestDto } from "@/lib/requests/schema";
import { changeRequest, type OnRequest } from "@/lib/requests/write";

/**
 * Sets the language of letters and messages to the requester.
 * @throws AppError conflict after the review of an answer whose letter would change
 */
export const setLanguage = (actor: Actor, input: OnRequest & LanguageInput): Promise<RequestDto> =>
  changeRequest(actor, input, null, (request) => {
    if (wantsAccess(request.kind) && request.reviewedAt)
      throw new AppError(
        "conflict",
        "The letter has been reviewed in its language. Withdraw the review first.",
      );
    return {
      changes: { language: input.language },
      event: { type: "request.language-set", metadata: { language: input.language } },
    };
  });
