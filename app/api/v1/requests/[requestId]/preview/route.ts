import { previewAnswer } from "@/lib/delivery/read";
import { previewDto } from "@/lib/delivery/schema";
import { apiRoute } from "@/lib/http/api-route";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Preview the answer: letter, files and withheld data",
  params: requestParams,
  response: previewDto,
  isPersonal: true,
  handler: ({ actor, params }) => previewAnswer(actor, params),
});
