import { apiRoute } from "@/lib/http/api-route";
import { getBlocklist } from "@/lib/lists/read";
import { blocklistDto, blocklistInput } from "@/lib/lists/schema";
import { updateBlocklist } from "@/lib/lists/write";

export const GET = apiRoute({
  summary: "Get the effect of a blocklist match",
  response: blocklistDto,
  handler: ({ actor }) => getBlocklist(actor),
});

export const PATCH = apiRoute({
  summary: "Change the effect of a blocklist match",
  body: blocklistInput,
  response: blocklistDto,
  handler: ({ actor, body }) => updateBlocklist(actor, body),
});
