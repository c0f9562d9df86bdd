import { askedDto, askInput } from "@/lib/ask/schema";
import { ask } from "@/lib/ask/write";
import { askingActor } from "@/lib/auth/ask";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Make a request on the public page of an organization that has opened it",
  door: "public",
  body: askInput,
  response: askedDto,
  status: 201,
  isPersonal: true,
  handler: async ({ body, origin }) => ask(await askingActor(body, origin), body),
});
