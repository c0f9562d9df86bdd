import { apiRoute } from "@/lib/http/api-route";
import { listViews } from "@/lib/views/read";
import { viewInput, viewList, viewQuery } from "@/lib/views/schema";
import { saveView } from "@/lib/views/write";

export const GET = apiRoute({
  summary: "List the saved views of a list",
  query: viewQuery,
  response: viewList,
  handler: ({ actor, query }) => listViews(actor, query),
});

export const POST = apiRoute({
  summary: "Save a view of a list",
  body: viewInput,
  response: viewList,
  handler: ({ actor, body }) => saveView(actor, body),
});
