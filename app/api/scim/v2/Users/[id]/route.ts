import { readJson } from "@/lib/http/request";
import { urn } from "@/lib/scim/attributes";
import { readResource, resourceAnswer, scimRoute } from "@/lib/scim/door";
import { shownBy } from "@/lib/scim/list";
import { deleteUser, getUser, patchUser, replaceUser } from "@/lib/scim/users";

export const GET = scimRoute(async ({ caller, id, query }) => {
  const found = await getUser(caller, id);
  return { ...resourceAnswer(found), body: shownBy(query, "User")(found) };
});

export const PUT = scimRoute(async ({ caller, id, request }) =>
  resourceAnswer(await replaceUser(caller, id, await readResource(request, urn.user))),
);

export const PATCH = scimRoute(async ({ caller, id, request }) =>
  resourceAnswer(await patchUser(caller, id, await readJson(request))),
);

export const DELETE = scimRoute(async ({ caller, id }) => {
  await deleteUser(caller, id);
  return { status: 204 };
});
