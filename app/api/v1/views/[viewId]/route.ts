import { apiRoute } from "@/lib/http/api-route";
import { viewChange, viewList, viewParams } from "@/lib/views/schema";
import { changeView, deleteView } from "@/lib/views/write";

export const PATCH = apiRoute({
  summary: "Rename or share a view",
  params: viewParams,
  body: viewChange,
  response: viewList,
  handler: ({ actor, params, body }) => changeView(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Delete a view",
  params: viewParams,
  response: viewList,
  handler: ({ actor, params }) => deleteView(actor, params),
});
