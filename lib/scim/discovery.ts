import { schemaOf, urn } from "@/lib/scim/attributes";
import { notThere } from "@/lib/scim/error";
import { baseUrl } from "@/lib/scim/resource";

const located = <T extends { meta: { location: string } }>(each: T): T => ({
  ...each,
  meta: { ...each.meta, location: baseUrl() + each.meta.location },
});

const listOf = (found: readonly object[]) => ({
  schemas: [urn.list],
  totalResults: found.length,
  startIndex: 1,
  itemsPerPage: found.length,
  Resources: found,
});

/** What this service of SCIM can do (RFC 7643 §5). */
export const serviceConfig = () => ({
  schemas: [urn.config],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "A token that an admin creates under Settings, Single sign-on.",
      primary: true,
    },
  ],
  meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl()}/ServiceProviderConfig` },
});

const types = (["User", "Group"] as const).map((name) => ({
  schemas: [urn.resourceType],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: name === "User" ? urn.user : urn.group,
  meta: { resourceType: "ResourceType", location: `/ResourceTypes/${name}` },
}));

function one<T extends { id: string; meta: { location: string } }>(all: readonly T[], id: string): T {
  const found = all.find((each) => each.id === id);
  if (!found) throw notThere(id);
  return located(found);
}

const schemas = [schemaOf("User"), schemaOf("Group")];

export const resourceTypes = () => listOf(types.map(located));
/** A type of resource. @throws ScimError 404 */
export const resourceType = (id: string) => one(types, id);
export const schemaList = () => listOf(schemas.map(located));
/** A schema. @throws ScimError 404 */
export const schema = (id: string) => one(schemas, id);
