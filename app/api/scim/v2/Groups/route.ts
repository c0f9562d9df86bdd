import { urn } from "@/lib/scim/attributes";
import { readResource, resourceAnswer, scimRoute } from "@/lib/scim/door";
import { createGroup, listGroups } from "@/lib/scim/groups";
import { readList } from "@/lib/scim/list";

export const GET = scimRoute(async ({ caller, query }) => ({
  body: await listGroups(caller, readList(query, "Group")),
}));

export const POST = scimRoute(async ({ caller, request }) =>
  resourceAnswer(await createGroup(caller, await readResource(request, urn.group)), 201),
);
