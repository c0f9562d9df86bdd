import { describe, expect } from "vitest";
import { undoDecision } from "@/lib/decisions/undo";
import { flagIdentity } from "@/lib/identities/flag";
import { updateIdentity } from "@/lib/identities/write";
import { mergeIdentities } from "@/lib/merges/write";
import {
  type CaseScene,
  claimAndApprove,
  claimAndReject,
  itInScene,
  openSample,
  pendingDeliveries,
  sessionOf,
} from "@/test/case-scene";
import { actorOf, createMember, importFor } from "@/test/factories";
import { db } from "@/test/test-db";

const externalRef = "order_20240615_001";
const of = ({ organization }: CaseScene) => ({ organizationPk: organization.pk });
const identities = (scene: CaseScene) => db.identity.findMany({ where: of(scene) });
const told = async (scene: CaseScene) =>
  (await pendingDeliveries(scene))
    .toSorted((left, right) => Number(left.pk - right.pk))
    .map(({ event }) => event)
    .filter((event) => event.startsWith("identity."));

/** Another open session of the same person. @returns the id of its case */
async function another({ organization }: CaseScene, id = "ses_another"): Promise<string> {
  const bundle = openSample(id);
  await importFor(actorOf(organization), bundle);
  return bundle.review_case?.id ?? "";
}

describe("the identity of a decided session", () => {
  itInScene("is created by the first decision, and told after the session", async ({ scene }) => {
    const { anna, caseId, organization } = scene;
    await another(scene);
    await claimAndApprove(anna, { caseId });
    const { terminalAt, createdAt } = await sessionOf(scene);
    const [made, ...others] = await identities(scene);
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      externalRef,
      status: "verified",
      createdAt,
      firstVerifiedAt: terminalAt,
      lastVerifiedAt: terminalAt,
    });
    // The other session of the person belongs to it too.
    expect(await db.session.count({ where: { ...of(scene), identityPk: made?.pk ?? 0n } })).toBe(2);
    const queued = (await pendingDeliveries(scene)).toSorted((a, b) => Number(a.pk - b.pk));
    expect(queued.map(({ event }) => event)).toEqual([
      "session.approved",
      "case.approved",
      "identity.created",
    ]);
    const last = queued.at(-1);
    expect(last?.payload).toMatchObject({ identity_id: made?.id, status: "verified" });
    expect((last?.nextAttemptAt?.getTime() ?? 0) - (last?.createdAt.getTime() ?? 0)).toBeGreaterThan(9_000);
    expect(queued.every(({ sessionPk }) => sessionPk !== null)).toBe(true);
    expect(organization.pk).toBe(made?.organizationPk);
  });

  itInScene("is gone when the decision is undone, and created anew by the next one", async ({ scene }) => {
    const { anna, caseId } = scene;
    await another(scene);
    await claimAndApprove(anna, { caseId });
    await undoDecision(anna, { caseId });
    expect(await identities(scene)).toEqual([]);
    expect(await db.session.count({ where: { ...of(scene), identityPk: { not: null } } })).toBe(0);
    expect(await pendingDeliveries(scene)).toEqual([]);
    await claimAndReject(anna, { caseId, rejectionReasonCode: "other" });
    expect(await identities(scene)).toMatchObject([
      { status: "rejected", firstVerifiedAt: null, lastVerifiedAt: null },
    ]);
    expect(await told(scene)).toEqual(["identity.created"]);
  });

  itInScene("stays as pending when it was flagged before the undo", async ({ scene }) => {
    const { anna, caseId } = scene;
    await claimAndApprove(anna, { caseId });
    await flagIdentity(anna, { identityId: externalRef, reason: "other" });
    await undoDecision(anna, { caseId });
    expect(await identities(scene)).toMatchObject([
      { status: "pending", isFlagged: true, firstVerifiedAt: null, lastVerifiedAt: null },
    ]);
    expect(await told(scene)).toEqual(["identity.flagged"]);
  });

  itInScene("stays when custom fields were stored before the undo", async ({ scene }) => {
    const { anna, caseId, organization } = scene;
    await claimAndApprove(anna, { caseId });
    await updateIdentity(actorOf(organization), { identityId: externalRef, customFields: { plan: "gold" } });
    await undoDecision(anna, { caseId });
    expect(await identities(scene)).toMatchObject([{ status: "pending", sealed: expect.anything() }]);
  });

  itInScene("keeps when it was first verified, and an undo restores all of it", async ({ scene }) => {
    const { anna, caseId } = scene;
    const second = await another(scene);
    const third = await another(scene, "ses_third");
    await claimAndReject(anna, { caseId, rejectionReasonCode: "other" });
    const [rejected] = await identities(scene);
    await claimAndApprove(anna, { caseId: second });
    const [verified] = await identities(scene);
    expect(verified?.firstVerifiedAt).not.toBeNull();
    await claimAndApprove(anna, { caseId: third });
    const [again] = await identities(scene);
    expect(again?.firstVerifiedAt).toEqual(verified?.firstVerifiedAt);
    expect(again?.lastVerifiedAt).not.toEqual(verified?.lastVerifiedAt);
    await undoDecision(anna, { caseId: third });
    expect((await identities(scene))[0]).toEqual(verified);
    await undoDecision(anna, { caseId: second });
    expect((await identities(scene))[0]).toEqual(rejected);
    expect(await told(scene)).toEqual(["identity.created"]);
  });

  itInScene("says what the sessions say when it was merged before the undo", async ({ scene }) => {
    const { anna, caseId, organization } = scene;
    const officer = await createMember(organization, ["compliance"]);
    // The session of the other one has been approved, the first decision of this one is a rejection.
    const other = {
      ...openSample("ses_other"),
      session: { ...openSample("ses_other").session, external_ref: "cust_other" },
    };
    await importFor(actorOf(organization), other);
    await claimAndApprove(anna, { caseId: other.review_case?.id ?? "" });
    const statuses = async () =>
      (await identities(scene)).map(({ externalRef: ref, status }) => [ref, status]).toSorted();
    // One that the decision made goes into the other.
    await claimAndReject(anna, { caseId, rejectionReasonCode: "other" });
    await mergeIdentities(officer, { primaryIdentityId: "cust_other", secondaryIdentityIds: [externalRef] });
    expect(await statuses()).toEqual([
      ["cust_other", "rejected"],
      [externalRef, "merged"],
    ]);
    await undoDecision(anna, { caseId });
    expect(await statuses()).toEqual([
      ["cust_other", "verified"],
      [externalRef, "merged"],
    ]);
    expect((await sessionOf(scene)).identityPk).toBe(
      (await identities(scene)).find(({ status }) => status === "verified")?.pk,
    );
  });

  itInScene("is one when two of its sessions are decided at once", async ({ scene }) => {
    const { anna, ben, caseId } = scene;
    const second = await another(scene);
    await Promise.all([claimAndApprove(anna, { caseId }), claimAndApprove(ben, { caseId: second })]);
    const [one, ...others] = await identities(scene);
    expect(others).toEqual([]);
    expect(await db.session.count({ where: { ...of(scene), identityPk: one?.pk ?? 0n } })).toBe(2);
    expect((await told(scene)).toSorted()).toEqual(["identity.created", "identity.updated"]);
  });

  itInScene("does not exist without an external reference", async ({ scene }) => {
    await db.session.updateMany({ where: of(scene), data: { externalRef: null } });
    await claimAndApprove(scene.anna, { caseId: scene.caseId });
    expect(await identities(scene)).toEqual([]);
    expect(await told(scene)).toEqual([]);
  });
});
