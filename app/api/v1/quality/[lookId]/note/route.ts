import { apiRoute } from "@/lib/http/api-route";
import { getLookNote } from "@/lib/quality/read";
import { lookNoteDto, lookParams } from "@/lib/quality/schema";

export const GET = apiRoute({
  summary: "Get the note of a second look",
  params: lookParams,
  response: lookNoteDto,
  isPersonal: true,
  handler: ({ actor, params }) => getLookNote(actor, params),
});
