import { expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { permissionsOfRoles, roles, scopePermissions } from "@/lib/actor/permissions";
import { createDemoCase } from "@/lib/imports/demo";
import { currentSettings } from "@/lib/settings/load";
import { callPath, signedInHeaders } from "@/test/api";
import { openSample } from "@/test/case-scene";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  type TestOrganization,
} from "@/test/factories";
import { type Caller, type RoleAction, type RoleScene, roleActions } from "@/test/role-actions";
import { db } from "@/test/test-db";

let made = 0;

/** A case that nobody has touched, with a screening hit and a blocked value. */
async function setScene(organization: TestOrganization, memberId: string): Promise<RoleScene> {
  const importer = actorOf(organization);
  const name = `role${made++}`;
  const bundle = openSample(`ses_${name}`);
  await importFor(importer, bundle);
  const list = { ...importer.scope, id: `list_${name}`, name: "Blocklist", listType: "blocklist" as const };
  const { organizationPk, environment } = importer.scope;
  await db.list.create({
    data: {
      organizationPk,
      environment,
      id: list.id,
      name: list.name,
      listType: list.listType,
      entries: {
        create: {
          id: `lent_${name}`,
          kind: "email",
          addedBy: "test",
        },
      },
    },
  });
  const { version } = await currentSettings(importer);
  return {
    caseId: bundle.review_case?.id ?? "",
    sessionId: bundle.session.id,
    checkId: `schk_${name}_0`,
    entryId: `lent_${name}`,
    memberId,
    snapshotId: "dec_none",
    lookId: "slk_none",
    version,
  };
}

async function callers(organization: TestOrganization, lead: Actor): Promise<Caller[]> {
  const people = roles.map(async (role) => {
    const acts = await createMember(organization, [role]);
    // Whoever may not decide has no decision to replay; a lead made it.
    const mayDecide = permissionsOfRoles([role]).has("cases:decide");
    return { name: role, headers: await signedInHeaders(acts.id), acts: mayDecide ? acts : lead, body: {} };
  });
  const keys = Object.keys(scopePermissions).map(async (scope) => ({
    name: scope,
    headers: { "X-API-Key": await createApiKey(organization, [scope]) },
    acts: lead,
    body: { reviewer_id: lead.id },
  }));
  return Promise.all([...people, ...keys]);
}

async function statusOf(
  { method = "POST", at, body, acts }: RoleAction,
  scene: RoleScene,
  caller: Caller,
): Promise<number> {
  const content = { ...body?.(scene), ...(acts && caller.body) };
  const answer = await callPath(method, `/api/v1${at(scene)}`, {
    headers: caller.headers,
    ...(method !== "GET" && method !== "DELETE" && { body: JSON.stringify(content) }),
  });
  await answer.body?.cancel();
  return answer.status;
}

/** The committed table is reviewed by people: 403 is refused, 409 is this case and not this caller. */
it("gives each role and each scope what the committed table says", async () => {
  const organization = await createOrganization();
  const lead = await createMember(organization, ["lead"]);
  const reviewer = await createMember(organization, ["reviewer"]);
  await createDemoCase(lead);
  const all = await callers(organization, lead);
  const lines = [["", ...all.map(({ name }) => name)]];
  for (const action of roleActions) {
    const statuses: string[] = [];
    let scene: RoleScene | undefined;
    for (const caller of all) {
      scene ??= await setScene(organization, reviewer.id);
      if (action.before) await action.before(scene, caller);
      const status = await statusOf(action, scene, caller);
      statuses.push(String(status));
      if (action.method !== "GET" || action.before) scene = undefined;
    }
    lines.push([action.name, ...statuses]);
  }
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  const table = lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  expect(table.join("\n")).toMatchSnapshot();
});
