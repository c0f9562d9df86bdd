import { apiRoute } from "@/lib/http/api-route";
import { listSources } from "@/lib/sources/read";
import { sourceDto, sourceInput, sourceList } from "@/lib/sources/schema";
import { createSource } from "@/lib/sources/write";

export const GET = apiRoute({
  summary: "List sources",
  response: sourceList,
  handler: ({ actor }) => listSources(actor),
});

export const POST = apiRoute({
  summary: "Connect a vendor from which sessions come in",
  body: sourceInput,
  response: sourceDto,
  status: 201,
  errors: [409],
  handler: ({ actor, body }) => createSource(actor, body),
});
