import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { openRow, type SealedRequest, sealRow } from "@/lib/privacy/seal";
import { type OwnRequest, writableRequestKey } from "@/lib/requests/own";

/** What a request holds in words, with what is said now. */
export async function resealedRequest(
  actor: Actor,
  request: OwnRequest,
  { reasons, deliveredTo }: Pick<SealedRequest, "reasons" | "deliveredTo">,
) {
  const key = await writableRequestKey(actor, request);
  const held = openRow(key, "request", request.id, request.sealed) ?? { requester: {} };
  return sealRow(key, "request", request.id, {
    ...held,
    reasons: { ...held.reasons, ...reasons },
    ...(deliveredTo && { deliveredTo }),
  });
}
