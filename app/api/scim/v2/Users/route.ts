import { urn } from "@/lib/scim/attributes";
import { readResource, resourceAnswer, scimRoute } from "@/lib/scim/door";
import { readList } from "@/lib/scim/list";
import { createUser, listUsers } from "@/lib/scim/users";

export const GET = scimRoute(async ({ caller, query }) => ({
  body: await listUsers(caller, readList(query, "User")),
}));

export const POST = scimRoute(async ({ caller, request }) =>
  resourceAnswer(await createUser(caller, await readResource(request, urn.user)), 201),
);
