import { caseParams } from "@/lib/cases/schema";
import { correctResult } from "@/lib/corrections/pii";
import { correctedDto, correctInput } from "@/lib/corrections/schema";
import { apiRoute } from "@/lib/http/api-route";

export const PUT = apiRoute({
  summary: "Correct extracted data",
  params: caseParams,
  body: correctInput,
  response: correctedDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => correctResult(actor, { ...params, ...body }),
});
