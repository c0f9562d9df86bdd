import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getPrivacy } from "@/lib/privacy/read";
import { privacyDto } from "@/lib/privacy/schema";

export const GET = apiRoute({
  summary: "Get the retention dates and a redaction preview",
  params: sessionParams,
  response: privacyDto,
  handler: ({ actor, params }) => getPrivacy(actor, params),
});
