import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { openSession } from "@/lib/records/open";
import { toRemarkDto } from "@/lib/remarks/dto";
import {
  acceptedSessions,
  answerBundle,
  asReviewed,
  identityFieldsOf,
  marksOf,
  suspicionNames,
} from "@/lib/remarks/load";
import { remarksOf, suspicionIn } from "@/lib/remarks/policy";
import type { RemarksDto } from "@/lib/remarks/schema";
import { ownRequestOf } from "@/lib/requests/load";

/**
 * Lists every remark about the accepted sessions with its marks, and records the reading. Only for members who work
 * on requests, because it shows suspicion material.
 */
export async function listRemarks(actor: Actor, input: { requestId: string }): Promise<RemarksDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const sessions = (await acceptedSessions(request)).map(({ session }) => session.id);
  await recordEvent(db, actor, {
    type: "request.notes-read",
    metadata: { sessions },
    resource: { type: "request", id: request.id },
  });
  const named = await suspicionNames(actor);
  const shown: RemarksDto = { data: [], unsaid: [] };
  for (const sessionId of sessions) {
    const session = await openSession(actor, sessionId, "answer");
    const whole = await answerBundle(actor, session, () => undefined);
    const bundle = await asReviewed(actor, whole, request);
    const marks = await marksOf(actor, request, sessionId);
    shown.data.push(...remarksOf(bundle).map((each) => toRemarkDto(sessionId, each, marks)));
    const fields = { identity_custom_fields: await identityFieldsOf(actor, session) };
    shown.unsaid.push(...suspicionIn({ ...bundle, ...fields }, named).map((name) => ({ sessionId, name })));
  }
  return shown;
}
