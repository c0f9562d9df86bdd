import { generateLink } from "@/lib/captures/generate-one-time-link";
import { retellLink } from "@/lib/captures/read";
import { linkDto, linkInput } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Generate a capture link, in place of the one before",
  params: sessionParams,
  body: linkInput,
  response: linkDto,
  isSecret: true,
  retell: retellLink,
  handler: ({ actor, params, body }) => generateLink(actor, { ...params, ...body }),
});
