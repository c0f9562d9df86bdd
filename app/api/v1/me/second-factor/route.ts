import { confirmInput, factorGoneDto, newFactorDto } from "@/lib/account/schema";
import { beginFactor, removeFactor } from "@/lib/account/second-factor";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Begin to set up an authenticator app",
  body: confirmInput,
  response: newFactorDto,
  isPersonal: true,
  handler: ({ actor, body }) => beginFactor(actor, body),
});

export const DELETE = apiRoute({
  summary: "Remove one's own authenticator app and recovery codes",
  body: confirmInput,
  response: factorGoneDto,
  handler: ({ actor, body }) => removeFactor(actor, body),
});
