import { listStandingHolds } from "@/lib/holds/read";
import { holdList } from "@/lib/holds/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List active legal holds",
  response: holdList,
  handler: ({ actor }) => listStandingHolds(actor),
});
