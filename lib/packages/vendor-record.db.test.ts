import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { contentOf } from "@/lib/packages/content";
import { withheldByLaw } from "@/lib/packages/withheld";
import { blobs } from "@/lib/platform/blobs";
import { markRemark } from "@/lib/remarks/write";
import { ownRequestOf } from "@/lib/requests/load";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";
import { createMember, createOrganization, importFor, removeAllSessions, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";
import { keepVendorRecord } from "@/test/vendor-record";

const sessionId = "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const path = `sessions/${sessionId}/vendor-record.json`;
const record = {
  session: '{"id":"v1","score":1.10,"notes":[{"id":"n1","text":"Her br\\u00f6ther called."}],"tags":["sar"]}',
  report: "no JSON",
};
const note = { note_id: "n9", author: "anna", content: "Her bröther called.", created_at: null };

type Given = {
  bundle?: Partial<Bundle>;
  kind?: "access" | "portability";
  jurisdiction?: "ccpa";
  kept?: Record<string, string>;
  changedAt?: Date;
  suspicionKeys?: string[];
  suspicionTags?: string[];
};

/** A session with a vendor's record, and a reviewed request for it. */
async function scene({ bundle, kept = record, changedAt = new Date(0), ...given }: Given = {}) {
  const organization = await createOrganization();
  const officer = await createMember(organization, ["compliance"]);
  const sample = sampleAs(sessionId, { external_ref: "cust_1", metadata: null });
  await importFor(await createMember(organization, ["admin"]), { ...sample, case_notes: [], ...bundle });
  const session = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  await keepVendorRecord(organization.id, session, kept, changedAt);
  await currentSettings(officer);
  const { suspicionKeys = [], suspicionTags = [], kind = "access", jurisdiction } = given;
  await db.requestSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { suspicionKeys, suspicionTags },
  });
  const { id: requestId } = await requests.receiveRequest(officer, {
    ...{ kind, channel: "email", requester: { externalRef: "cust_1" } },
    ...(jurisdiction && { jurisdiction }),
  });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  await searchRequest(officer, { requestId });
  await review.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  return { officer, requestId };
}

/** What the answer has of the record: its text, or nothing, and what is named as unreadable. */
async function answered(officer: Actor, requestId: string) {
  const request = await ownRequestOf(officer, requestId);
  const { files, unreadable } = await contentOf(officer, request);
  const file = files.find((each) => each.path === path);
  return {
    text: file ? (await file.make()).toString() : null,
    lost: unreadable.map(({ item, reason }) => `${item}: ${reason}`),
    withheld: (await withheldByLaw(officer, request, [sessionId])).at(-1),
  };
}

beforeEach(removeAllSessions);

describe("what the vendor sent about a session", () => {
  it("is in the answer to its subject, number for number", async () => {
    const { officer, requestId } = await scene({ suspicionKeys: ["other"] });
    const { text, ...rest } = await answered(officer, requestId);
    expect(rest).toEqual({ lost: [], withheld: undefined });
    expect(text).toContain('"score": 1.10');
    expect(JSON.parse(text ?? "")).toMatchObject({ session: { id: "v1" }, report: "no JSON" });
  });

  const openCase = sampleAs(sessionId, { external_ref: "cust_1", status: "under_review" });
  const left: [string, Given][] = [
    ["a suspicion key is in it", { suspicionKeys: ["SCORE"] }],
    [
      "a suspicion tag is in it, however it is written",
      { kept: { a: '["\\u0073ar"]' }, suspicionTags: ["sar"] },
    ],
    [
      "the session has suspicion material",
      {
        bundle: { session: { ...openCase.session, status: "completed", metadata: { case_x: "1" } } },
        suspicionKeys: ["case_x"],
      },
    ],
    ["the answer is one for programs", { kind: "portability" }],
    ["portability under a law that withholds", { kind: "portability", jurisdiction: "ccpa" }],
  ];
  it("is left out while its review is open, and the letter says so, as to everybody with an open review", async () => {
    const { officer, requestId } = await scene({
      bundle: {
        ...openCase,
        result: null,
        review_case: { id: "rvc_1", status: "open", created_at: "2026-11-20T10:00:00Z" },
      },
    });
    expect(await answered(officer, requestId)).toEqual({ text: null, lost: [], withheld: undefined });
    const { letter } = await contentOf(officer, await ownRequestOf(officer, requestId));
    expect(JSON.stringify(await letter())).toContain(
      "the verification vendor’s own answer where one is stored",
    );
  });

  it.each(left)("is left out unsaid where %s", async (_, given) => {
    const { officer, requestId } = await scene(given);
    const { text, lost, withheld } = await answered(officer, requestId);
    expect([text, lost]).toEqual([null, []]);
    expect(withheld ?? "").not.toContain("vendor");
  });

  it("is left out where a remark that it contains is marked, and not for another's sake", async () => {
    const { officer, requestId } = await scene({
      bundle: { case_notes: [note, { ...note, note_id: "n8", content: "Fine so far." }] },
    });
    const passages = [{ from: 0, to: 4, ground: "other_person" as const }];
    await markRemark(officer, { requestId, sessionId, remark: "note:n8", passages });
    expect((await answered(officer, requestId)).text).toContain("ther called");
    await markRemark(officer, { requestId, sessionId, remark: "note:n9", passages });
    expect(await answered(officer, requestId)).toMatchObject({ text: null, lost: [] });
  });

  it("is left out whole where a law withholds classes of data, and the letter says so", async () => {
    const { officer, requestId } = await scene({ jurisdiction: "ccpa" });
    expect(await answered(officer, requestId)).toEqual({
      text: null,
      lost: [],
      withheld: "the verification vendor's own answer, which contains them",
    });
  });

  it("is named where it cannot be read, or came in after the review", async () => {
    const { officer, requestId } = await scene();
    const { blobKey } = await db.sourceRecord.findFirstOrThrow();
    await review.reviewRequest(officer, { requestId });
    await db.sourceRecord.updateMany({ data: { changedAt: new Date(Date.now() + 60_000) } });
    const lost = async () => (await answered(officer, requestId)).lost;
    expect(await lost()).toEqual(["Vendor record: it came in after the answer was reviewed"]);
    await blobs().put(blobKey, Buffer.from("no record any more"));
    expect(await lost()).toEqual(["Vendor record: its file is damaged"]);
    await blobs().remove(blobKey);
    expect(await lost()).toEqual(["Vendor record: its file is missing"]);
  });

  it("stops the build where another rule speaks of it meanwhile", async () => {
    const { officer, requestId } = await scene();
    const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
    await db.requestSettings.updateMany({ data: { suspicionTags: ["sar"] } });
    await expect(files.find((each) => each.path === path)?.make()).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
