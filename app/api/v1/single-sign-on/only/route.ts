import { apiRoute } from "@/lib/http/api-route";
import { setOnly } from "@/lib/single-sign-on/only";
import { onlyDto, onlyInput } from "@/lib/single-sign-on/schema";

export const PUT = apiRoute({
  summary: "Let members sign in by single sign-on alone",
  body: onlyInput,
  response: onlyDto,
  handler: ({ actor, body }) => setOnly(actor, body),
});
