import { apiRoute } from "@/lib/http/api-route";
import { meDto, meInput } from "@/lib/members/schema";
import { updateMe } from "@/lib/members/write";

export const PATCH = apiRoute({
  summary: "Change one's own account",
  body: meInput,
  response: meDto,
  handler: ({ actor, body }) => updateMe(actor, body),
});
