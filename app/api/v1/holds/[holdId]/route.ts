import { holdDto, holdParams, holdReviewInput } from "@/lib/holds/schema";
import { reviewHold } from "@/lib/holds/write";
import { apiRoute } from "@/lib/http/api-route";

export const PATCH = apiRoute({
  summary: "Set the next review date of a legal hold",
  params: holdParams,
  body: holdReviewInput,
  response: holdDto,
  handler: ({ actor, params, body }) => reviewHold(actor, { ...params, ...body }),
});
