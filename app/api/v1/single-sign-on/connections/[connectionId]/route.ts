import { apiRoute } from "@/lib/http/api-route";
import { deleteConnection, updateConnection } from "@/lib/single-sign-on/connections";
import {
  connectionChanges,
  connectionDto,
  connectionParams,
  deletedConnectionDto,
} from "@/lib/single-sign-on/schema";

export const PATCH = apiRoute({
  summary: "Change a connection to an identity provider",
  params: connectionParams,
  body: connectionChanges,
  response: connectionDto,
  handler: ({ actor, params, body }) => updateConnection(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Delete a connection to an identity provider",
  params: connectionParams,
  response: deletedConnectionDto,
  handler: ({ actor, params }) => deleteConnection(actor, params),
});
