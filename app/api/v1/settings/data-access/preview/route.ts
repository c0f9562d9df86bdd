import { apiRoute } from "@/lib/http/api-route";
import { previewDataAccess } from "@/lib/settings/read";
import { dataAccessPreview, dataAccessPreviewQuery } from "@/lib/settings/schema";

export const GET = apiRoute({
  summary: "Preview a result with given data-access settings",
  query: dataAccessPreviewQuery,
  response: dataAccessPreview,
  handler: ({ actor, query }) => previewDataAccess(actor, query),
});
