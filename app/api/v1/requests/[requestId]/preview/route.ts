import { previewAnswer } from "@/lib/delivery/read";
import { previewDto } from "@/lib/delivery/schema";
import { apiRoute } from "@/lib/http/api-route";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "See what would be handed out: the letter, the files and what is withheld",
  params: requestParams,
  response: previewDto,
  isPersonal: true,
  handler: ({ actor, params }) => previewAnswer(actor, params),
});
