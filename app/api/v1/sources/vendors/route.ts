import { apiRoute } from "@/lib/http/api-route";
import { listVendors } from "@/lib/sources/read";
import { vendorList } from "@/lib/sources/schema";

export const GET = apiRoute({
  summary: "List the vendors from which sessions can come in",
  response: vendorList,
  handler: ({ actor }) => listVendors(actor),
});
