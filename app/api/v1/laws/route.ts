import { apiRoute } from "@/lib/http/api-route";
import { listLaws } from "@/lib/laws/read";
import { lawList } from "@/lib/laws/schema";

export const GET = apiRoute({
  summary: "List the rules of each law about data-subject requests, with their sources",
  response: lawList,
  handler: async ({ actor }) => listLaws(actor),
});
