import { apiRoute } from "@/lib/http/api-route";
import { markFalsePositive, unmarkFalsePositive } from "@/lib/typed-lists/false-positive";
import { falsePositiveInput, listMatchDto, matchParams } from "@/lib/typed-lists/schema";

export const POST = apiRoute({
  summary: "Mark a list match as a false positive",
  params: matchParams,
  body: falsePositiveInput,
  response: listMatchDto,
  errors: [409],
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, params, body }) => markFalsePositive(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Count a list match again",
  params: matchParams,
  response: listMatchDto,
  errors: [409],
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, params }) => unmarkFalsePositive(actor, params),
});
