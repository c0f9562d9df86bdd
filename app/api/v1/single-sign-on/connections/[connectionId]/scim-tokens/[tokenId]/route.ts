import { apiRoute } from "@/lib/http/api-route";
import { revokedScimTokenDto, scimTokenParams } from "@/lib/single-sign-on/schema";
import { revokeScimToken } from "@/lib/single-sign-on/scim-tokens";

export const DELETE = apiRoute({
  summary: "Revoke a SCIM token",
  params: scimTokenParams,
  response: revokedScimTokenDto,
  handler: ({ actor, params }) => revokeScimToken(actor, params),
});
