import { resendInvite } from "@/lib/captures/resend-invite";
import { invitedDto, nothingInput } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Send the applicant the capture link again",
  params: sessionParams,
  body: nothingInput,
  response: invitedDto,
  handler: ({ actor, params }) => resendInvite(actor, params),
});
