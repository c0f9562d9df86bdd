import { apiRoute } from "@/lib/http/api-route";
import { getBlocklist } from "@/lib/lists/read";
import { blocklistDto, blocklistInput } from "@/lib/lists/schema";
import { updateBlocklist } from "@/lib/lists/write";

export const GET = apiRoute({
  summary: "Get what a match with the blocklist does",
  response: blocklistDto,
  handler: ({ actor }) => getBlocklist(actor),
});

export const PATCH = apiRoute({
  summary: "Change what a match with the blocklist does",
  body: blocklistInput,
  response: blocklistDto,
  handler: ({ actor, body }) => updateBlocklist(actor, body),
});
