import { apiRoute } from "@/lib/http/api-route";
import { requiredFactorDto, requiredFactorInput } from "@/lib/team/schema";
import { readRequiredFactor, requireFactor } from "@/lib/team/second-factor";

export const GET = apiRoute({
  summary: "Read the roles that need a second factor",
  response: requiredFactorDto,
  handler: ({ actor }) => readRequiredFactor(actor),
});

export const PUT = apiRoute({
  summary: "Require a second factor for roles",
  body: requiredFactorInput,
  response: requiredFactorDto,
  handler: ({ actor, body }) => requireFactor(actor, body),
});
