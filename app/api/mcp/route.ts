import { apiRoute } from "@/lib/http/api-route";
import { readJson } from "@/lib/http/request";
import { answerMcp, chosenTools, mcpQuery } from "@/lib/mcp/answer";
import { AppError } from "@/lib/platform/errors";
import { tools } from "./tools/all";

export const POST = apiRoute({
  summary: "Model Context Protocol, as tools for programs that act by an API key",
  query: mcpQuery,
  // The tool that a message calls is one call of the API, and takes the key.
  keyElsewhere: "A message takes no Idempotency-Key. Give the tool the argument idempotency_key.",
  handler: async ({ actor, origin, query, request }) => {
    if (actor.kind !== "api_key")
      throw new AppError("unauthorized", "Send an API key: Authorization: Bearer <key>.");
    // A browser of somebody else's page must not reach a server on its own network through a rebound name.
    if (request.headers.has("origin")) throw new AppError("forbidden", "This address is not for web pages.");
    const message = await readJson(request);
    return answerMcp({ actor, origin }, request, message, chosenTools(tools, query));
  },
});
