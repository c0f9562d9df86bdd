import { readJson } from "@/lib/http/request";
import { urn } from "@/lib/scim/attributes";
import { readResource, resourceAnswer, scimRoute } from "@/lib/scim/door";
import { deleteGroup, getGroup, patchGroup, replaceGroup } from "@/lib/scim/groups";
import { shownBy } from "@/lib/scim/list";

export const GET = scimRoute(async ({ caller, id, query }) => {
  const found = await getGroup(caller, id);
  return { ...resourceAnswer(found), body: shownBy(query, "Group")(found) };
});

export const PUT = scimRoute(async ({ caller, id, request }) =>
  resourceAnswer(await replaceGroup(caller, id, await readResource(request, urn.group))),
);

export const PATCH = scimRoute(async ({ caller, id, request }) =>
  resourceAnswer(await patchGroup(caller, id, await readJson(request))),
);

export const DELETE = scimRoute(async ({ caller, id }) => {
  await deleteGroup(caller, id);
  return { status: 204 };
});
