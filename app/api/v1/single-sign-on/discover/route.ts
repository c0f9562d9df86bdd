import { apiRoute } from "@/lib/http/api-route";
import { discoverProvider } from "@/lib/single-sign-on/read";
import { discoveryDto, discoveryInput } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Ask an identity provider what it says of itself",
  body: discoveryInput,
  response: discoveryDto,
  isRepeatable: true,
  handler: ({ actor, body }) => discoverProvider(actor, body),
});
