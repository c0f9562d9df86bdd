import { describeCreated } from "@/lib/captures/read";
import { resumeSession } from "@/lib/captures/resume";
import { nothingInput, resumedDto } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Give an expired or abandoned session a fresh capture token",
  params: sessionParams,
  body: nothingInput,
  response: resumedDto,
  isSecret: true,
  retell: (actor, { id }) => describeCreated(actor, id),
  handler: ({ actor, params }) => resumeSession(actor, params),
});
