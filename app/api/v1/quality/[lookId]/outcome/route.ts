import { apiRoute } from "@/lib/http/api-route";
import { lookInput, lookParams, recordedDto } from "@/lib/quality/schema";
import { recordOutcome } from "@/lib/quality/write";

export const POST = apiRoute({
  summary: "Record the outcome of a second look",
  params: lookParams,
  body: lookInput,
  response: recordedDto,
  handler: ({ actor, params, body }) => recordOutcome(actor, { ...params, ...body }),
});
