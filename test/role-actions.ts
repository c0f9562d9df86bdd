import type { Actor } from "@/lib/actor/actor";
import { belowSession } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { claimAndApprove } from "@/test/case-scene";
import { db } from "@/test/test-db";

export type Caller = {
  name: string;
  headers: Record<string, string>;
  acts: Actor;
  body: Record<string, string>;
};
export type RoleScene = {
  caseId: string;
  sessionId: string;
  checkId: string;
  entryId: string;
  memberId: string;
  snapshotId: string;
  lookId: string;
  version: number;
};
export type RoleAction = {
  name: string;
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  at: (scene: RoleScene) => string;
  body?: (scene: RoleScene) => object;
  /** Names the reviewer for an API key. */
  acts?: boolean;
  before?: (scene: RoleScene, caller: Caller) => Promise<unknown>;
};

const of = (rest: string) => (scene: RoleScene) => `/cases/${scene.caseId}${rest}`;
const ofIdentity = (rest: string) => (scene: RoleScene) => `/identities/cust_${scene.caseId}${rest}`;
const look = (rest: string) => (scene: RoleScene) => `/quality/${scene.lookId}${rest}`;
const alter =
  (data: object) =>
  ({ caseId }: RoleScene) =>
    db.reviewCase.updateMany({ where: { id: caseId }, data });
const held = ({ caseId }: RoleScene, { acts }: Caller) =>
  alter({ status: "in_review", assignedTo: acts.id, claimedAt: new Date() })({ caseId } as RoleScene);

/** Every action on a case and its session, with what each needs to exist first. */
export const roleActions: RoleAction[] = [
  { name: "list", method: "GET", at: () => "/cases" },
  { name: "search", at: () => "/cases/search", body: () => ({}) },
  { name: "tab counts", method: "GET", at: () => "/cases/tab-counts" },
  { name: "stream", method: "GET", at: () => "/cases/stream" },
  { name: "get", method: "GET", at: of("") },
  { name: "desk", method: "GET", at: of("/desk") },
  { name: "links", method: "GET", at: of("/links") },
  {
    name: "compare a link",
    at: ({ caseId, sessionId }) => `/cases/${caseId}/links/${sessionId}/documents`,
  },
  {
    name: "flag an identity",
    at: ofIdentity("/flag"),
    body: () => ({ reason: "other" }),
    before: identified,
  },
  { name: "monitoring of an identity", method: "GET", at: ofIdentity("/monitoring"), before: identified },
  { name: "links of an identity", method: "GET", at: ofIdentity("/links"), before: identified },
  { name: "remove a flag", method: "DELETE", at: ofIdentity("/flag"), before: identified },
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
  {
    name: "assign several",
    at: () => "/cases/bulk-assign",
    body: ({ caseId, memberId }) => ({ case_ids: [caseId], assignee_id: memberId }),
  },
  {
    name: "tag several sessions",
    at: () => "/sessions/bulk-tag",
    body: ({ sessionId }) => ({ session_ids: [sessionId], add: ["seen"] }),
  },
  { name: "approve", at: of("/approve"), acts: true, before: held },
  {
    name: "reject",
    at: of("/reject"),
    acts: true,
    before: held,
    body: () => ({ rejection_reason_code: "other", add_to_blocklist: true }),
  },
  {
    name: "ask for a picture",
    at: of("/resubmit"),
    acts: true,
    before: held,
    body: () => ({ documents: ["selfie"], reason: "blurred" }),
  },
  { name: "undo", at: of("/undo"), acts: true, before: decided },
  { name: "escalate", at: of("/escalate"), acts: true },
  {
    name: "decide an escalated case",
    at: of("/approve"),
    acts: true,
    before: (scene, { acts }) =>
      alter({ status: "escalated", assignedTo: acts.id, claimedAt: new Date() })(scene),
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
  {
    name: "dismiss a hit",
    at: ({ checkId }) => `/checks/${checkId}/dismiss`,
    body: () => ({ reason_code: "other" }),
    before: held,
  },
  {
    name: "confirm a hit",
    at: ({ checkId }) => `/checks/${checkId}/confirm`,
    body: () => ({ reason_code: "other" }),
    before: held,
  },
  { name: "run a screening check", at: ({ sessionId }) => `/sessions/${sessionId}/screening` },
  { name: "list hits", method: "GET", at: () => "/screening/hits" },
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
  { name: "figures of second looks", method: "GET", at: () => "/quality" },
  { name: "take a second look", at: look("/take"), before: sampled() },
  { name: "open a second look", method: "GET", at: look(""), before: sampled({ isTaken: true }) },
  { name: "release a second look", at: look("/release"), before: sampled({ isTaken: true }) },
  {
    name: "record a second look",
    at: look("/outcome"),
    body: () => ({ outcome: "approved", note: "looked at" }),
    before: sampled({ isTaken: true }),
  },
  {
    name: "note of a second look",
    method: "GET",
    at: look("/note"),
    before: sampled({ isTaken: true, note: "looked at" }),
  },
];

async function decided(scene: RoleScene, { acts }: Caller) {
  await claimAndApprove(acts, { caseId: scene.caseId });
  const { id } = await db.decisionSnapshot.findFirstOrThrow({ where: { case: { id: scene.caseId } } });
  scene.snapshotId = id;
}

async function ranOcr({ sessionId }: RoleScene) {
  const session = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  await db.check.create({
    data: { ...belowSession(session), policy: "document_ocr", attempt: 7, status: "failed" },
  });
}

async function identified({ caseId, sessionId }: RoleScene) {
  const { organizationPk, environment } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  const now = new Date();
  const names = { id: `idn_${caseId}`, externalRef: `cust_${caseId}` };
  await db.identity.create({
    data: { organizationPk, environment, ...names, createdAt: now, updatedAt: now },
  });
}

/** A sampled decision of another member, on a case that the caller has not seen. */
function sampled({ isTaken = false, note = "" } = {}) {
  return async (scene: RoleScene, { acts }: Caller) => {
    const { session, ...found } = await db.reviewCase.findFirstOrThrow({
      where: { id: scene.caseId },
      include: { session: true },
    });
    const at = new Date(Date.now() - 60_000);
    const made = { decision: "rejected" as const, isFinal: true, decidedBy: "mem_other", decidedAt: at };
    scene.lookId = `slk_${scene.caseId}`;
    await db.decisionSnapshot.create({
      data: {
        ...{ ...belowSession(session), ...made, id: `dec_${scene.caseId}`, casePk: found.pk },
        ...{ settingsVersion: 1, before: {} },
        look: {
          create: {
            ...{ id: scene.lookId, casePk: found.pk, createdAt: at },
            ...{ firstReviewer: made.decidedBy, firstOutcome: made.decision },
            ...(isTaken && { takenBy: acts.id, takenAt: new Date() }),
            ...(note && {
              ...{ outcome: "approved" as const, givenAt: new Date() },
              sealed: (await cipherOf(acts, "session", session)).seal("secondLook", scene.lookId, { note }),
            }),
          },
        },
      },
    });
  };
}
