import { expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { permissionsOfRoles, roles, scopePermissions } from "@/lib/auth/permissions";
import { approveCase } from "@/lib/cases/decision";
import { createDemoCase } from "@/lib/cases/demo";
import { db } from "@/lib/platform/db";
import { currentSettings } from "@/lib/settings/current";
import { callPath, signedInHeaders } from "@/prisma/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/prisma/factories";

type Caller = { name: string; headers: Record<string, string>; acts: Actor; body: Record<string, string> };
type Scene = {
  caseId: string;
  sessionId: string;
  checkId: string;
  entryId: string;
  memberId: string;
  snapshotId: string;
  version: number;
};
type Action = {
  name: string;
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  at: (scene: Scene) => string;
  body?: (scene: Scene) => object;
  /** Names the reviewer for an API key. */
  acts?: boolean;
  before?: (scene: Scene, caller: Caller) => Promise<unknown>;
};

const of = (rest: string) => (scene: Scene) => `/cases/${scene.caseId}${rest}`;
const alter =
  (data: object) =>
  ({ caseId }: Scene) =>
    db.reviewCase.updateMany({ where: { id: caseId }, data });
const held = ({ caseId }: Scene, { acts }: Caller) =>
  alter({ status: "in_review", assignedTo: acts.id, claimedAt: new Date() })({ caseId } as Scene);

const actions: Action[] = [
  { name: "list", method: "GET", at: () => "/cases" },
  { name: "search", at: () => "/cases/search", body: () => ({}) },
  { name: "tab counts", method: "GET", at: () => "/cases/tab-counts" },
  { name: "stream", method: "GET", at: () => "/cases/stream" },
  { name: "get", method: "GET", at: of("") },
  { name: "desk", method: "GET", at: of("/desk") },
  { name: "links", method: "GET", at: of("/links") },
  { name: "routing", method: "GET", at: of("/routing") },
  { name: "notes", method: "GET", at: of("/notes") },
  { name: "decisions", method: "GET", at: of("/decisions") },
  {
    name: "replay a decision",
    method: "GET",
    at: ({ caseId, snapshotId }) => `/cases/${caseId}/decisions/${snapshotId}`,
    before: decided,
  },
  { name: "next", at: () => "/cases/next", acts: true },
  { name: "claim", at: of("/claim"), acts: true },
  { name: "release", at: of("/release"), before: held },
  { name: "assign", at: of("/assign"), body: ({ memberId }) => ({ assignee_id: memberId }) },
  { name: "approve", at: of("/approve"), acts: true },
  {
    name: "reject",
    at: of("/reject"),
    acts: true,
    body: () => ({ rejection_reason_code: "other", add_to_blocklist: true }),
  },
  { name: "undo", at: of("/undo"), acts: true, before: decided },
  { name: "escalate", at: of("/escalate"), acts: true },
  {
    name: "decide an escalated case",
    at: of("/approve"),
    acts: true,
    before: alter({ status: "escalated" }),
  },
  {
    name: "decide another's case",
    at: of("/approve"),
    acts: true,
    before: alter({ status: "in_review", assignedTo: "mem_other" }),
  },
  {
    name: "snooze",
    at: of("/snooze"),
    acts: true,
    body: () => ({ event: "document_added", reason: "waiting" }),
  },
  { name: "create", at: () => "/cases", body: ({ sessionId }) => ({ session_id: sessionId }) },
  {
    name: "demo",
    at: () => "/cases/demo",
    before: () => db.reviewCase.updateMany({ where: { isDemo: true }, data: { isDemo: false } }),
  },
  { name: "update", method: "PATCH", at: of(""), body: () => ({ priority: "high" }) },
  { name: "note", at: of("/notes"), body: () => ({ content: "looked at" }) },
  {
    name: "correct extracted data",
    method: "PUT",
    at: of("/result/pii"),
    body: () => ({ extracted_data: { last_name: "Fictional" } }),
  },
  {
    name: "override a check",
    at: of("/checks/document_ocr/override"),
    acts: true,
    body: () => ({ passed: true }),
    before: ranOcr,
  },
  { name: "dismiss a hit", at: ({ checkId }) => `/checks/${checkId}/dismiss`, body: () => ({}) },
  { name: "confirm a hit", at: ({ checkId }) => `/checks/${checkId}/confirm`, body: () => ({}) },
  { name: "list the blocklist", method: "GET", at: () => "/lists/blocklist/entries" },
  {
    name: "remove a blocked value",
    method: "DELETE",
    at: ({ entryId }) => `/lists/blocklist/entries/${entryId}`,
  },
  { name: "get the list's mode", method: "GET", at: () => "/lists/blocklist" },
  {
    name: "change the list's mode",
    method: "PATCH",
    at: () => "/lists/blocklist",
    body: () => ({ match_mode: "flag" }),
  },
  { name: "get review settings", method: "GET", at: () => "/settings/review" },
  {
    name: "change review settings",
    method: "PATCH",
    at: () => "/settings/review",
    body: ({ version }) => ({ dual_review: false, version }),
  },
  {
    name: "preview routing rules",
    at: () => "/settings/review/preview",
    body: () => ({ routing_rules: [] }),
  },
  { name: "list workloads", method: "GET", at: () => "/settings/reviewers" },
  {
    name: "change a workload",
    method: "PATCH",
    at: ({ memberId }) => `/settings/reviewers/${memberId}`,
    body: () => ({ capacity: null }),
  },
  { name: "list reviewers", method: "GET", at: () => "/members/reviewers" },
  { name: "overview of review", method: "GET", at: () => "/analytics/review" },
];

async function decided(scene: Scene, { acts }: Caller) {
  await approveCase(acts, { caseId: scene.caseId });
  const { id } = await db.decisionSnapshot.findFirstOrThrow({ where: { case: { id: scene.caseId } } });
  scene.snapshotId = id;
}

async function ranOcr({ sessionId }: Scene) {
  const { pk: sessionPk } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  await db.check.create({ data: { sessionPk, policy: "document_ocr", attempt: 7, status: "failed" } });
}

let made = 0;

/** A case that nobody has touched, with a screening hit and a blocked value. */
async function setScene(organization: TestOrganization, memberId: string): Promise<Scene> {
  const importer = actorOf(organization);
  const name = `role${made++}`;
  const bundle = sampleAs(`ses_${name}`, { status: "under_review" });
  const open = {
    status: "open" as const,
    decision: null,
    assigned_to: null,
    claimed_at: null,
    decided_at: null,
  };
  await importFor(importer, {
    ...bundle,
    review_case: bundle.review_case && { ...bundle.review_case, ...open },
  });
  const list = { ...importer.scope, id: `list_${name}`, name: "Blocklist", listType: "blocklist" };
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
          organizationPk,
          environment,
          id: `lent_${name}`,
          kind: "email",
          digest: new Uint8Array([1]),
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
  { method = "POST", at, body, acts }: Action,
  scene: Scene,
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
it("gives each role and each scope what the committed table says", { timeout: 300_000 }, async () => {
  const organization = await createOrganization();
  const lead = await createMember(organization, ["lead"]);
  const reviewer = await createMember(organization, ["reviewer"]);
  await createDemoCase(lead);
  const all = await callers(organization, lead);
  const lines = [["", ...all.map(({ name }) => name)]];
  for (const action of actions) {
    const statuses: string[] = [];
    let scene: Scene | undefined;
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
