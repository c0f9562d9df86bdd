import { askedDto, askInput } from "@/lib/ask/schema";
import { ask } from "@/lib/ask/write";
import { askingActor } from "@/lib/auth/ask";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Create a request on an organization's public page",
  door: "public",
  body: askInput,
  response: askedDto,
  status: 201,
  isPersonal: true,
  handler: async ({ body, origin }) => ask(await askingActor(body, origin), body),
});
