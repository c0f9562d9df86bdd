import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { recordEvent } from "@/lib/events/record";
import { contentOf } from "@/lib/packages/content";
import { cipherOf } from "@/lib/records/open";
import { aboutMark } from "@/lib/remarks/load";
import { listRemarks } from "@/lib/remarks/read";
import { markRemark } from "@/lib/remarks/write";
import { ownRequestOf } from "@/lib/requests/load";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { currentSettings } from "@/lib/settings/load";
import { sealCustomFields } from "@/lib/vault/custom-fields";
import { createMember, createOrganization, importFor, removeAllSessions, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";

const sessionId = "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa";
const text = "Her brother John Doe called about it.";
const note = (id: string, content: string, at = "2026-01-02T10:00:00Z") => ({
  note_id: id,
  author: "anna@corp.example",
  content,
  created_at: at,
});

/** An organization with one session, and a request for it up to its review. */
async function scene(bundle: Bundle): Promise<{ officer: Actor; requestId: string }> {
  const organization = await createOrganization();
  const officer = await createMember(organization, ["compliance"]);
  await importFor(await createMember(organization, ["admin"]), bundle);
  await currentSettings(officer);
  await db.requestSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { suspicionKeys: ["sar_reference"], suspicionTags: ["sar"] },
  });
  const { id: requestId } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester: { externalRef: "cust_1" },
  });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  await searchRequest(officer, { requestId });
  await review.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  return { officer, requestId };
}

const bundleWith = (notes: Bundle["case_notes"], changes: Partial<Bundle["session"]> = {}): Bundle => ({
  ...sampleAs(sessionId, { external_ref: "cust_1", metadata: null, ...changes }),
  case_notes: notes,
});

/** Every file of the answer by its path, with what those about a session say. */
async function answerFiles(officer: Actor, requestId: string): Promise<Record<string, string>> {
  const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
  const texts: Record<string, string> = {};
  for (const { path, make } of files)
    texts[path] = /^sessions\/.*\.json$/.test(path) ? (await make()).toString() : "";
  return texts;
}

const exportPath = `sessions/${sessionId}/export.json`;

beforeEach(removeAllSessions);

describe("the notes of accepted sessions", () => {
  it("are omitted whole and silently if their mark cannot be read", async () => {
    const { officer, requestId } = await scene(bundleWith([note("n1", text), note("n2", "Fine.")]));
    const passages = [{ from: 12, to: 20, ground: "other_person" as const }];
    await markRemark(officer, { requestId, sessionId, remark: "note:n1", passages });
    const request = await ownRequestOf(officer, requestId);
    const cipher = await cipherOf(officer, "request", request);
    const name = aboutMark(request, sessionId, "note:n1");
    const { sealed } = await db.requestMark.findFirstOrThrow();
    const mark = cipher.open("requestMark", name, sealed);
    const unheardOf = { text: "", ...mark, passages: [{ from: 12, to: 20, ground: "unheard_of" }] };
    await db.requestMark.updateMany({ data: { sealed: cipher.seal("requestMark", name, unheardOf) } });
    const answer = (await answerFiles(officer, requestId))[exportPath] ?? "";
    expect(answer).toContain("Fine.");
    expect(answer).not.toContain("Her brother");
  });

  it("are opened on demand, which is recorded, and disclosed with their marks", async () => {
    const { officer, requestId } = await scene(bundleWith([note("n1", text), note("n2", "Fine.")]));
    const { data } = await listRemarks(officer, { requestId });
    expect(data.map((each) => each.text)).toEqual([text, "Fine."]);
    const [read] = await db.auditEvent.findMany({
      where: { type: "request.notes-read", resourceId: requestId },
    });
    expect(read?.metadata).toEqual({ sessions: [sessionId] });
    const passages = [{ from: 12, to: 20, ground: "other_person" as const }];
    const marked = await markRemark(officer, { requestId, sessionId, remark: "note:n1", passages });
    expect(marked.passages).toEqual(passages);
    await markRemark(officer, { requestId, sessionId, remark: "note:n2", whole: "internal_remark" });
    const rows = await db.requestMark.findMany();
    expect(Buffer.concat(rows.map(({ sealed }) => Buffer.from(sealed ?? []))).includes("other_person")).toBe(
      false,
    );
    await review.reviewRequest(officer, { requestId });
    const files = await answerFiles(officer, requestId);
    expect(files[exportPath]).not.toContain("John Doe");
    expect(files[exportPath]).toContain(
      "Her brother [removed: data about another person (GDPR Art. 15(4))] called about it.",
    );
    expect(files[exportPath]).toContain("[removed: an internal remark or trade secret");
    await expect(markRemark(officer, { requestId, sessionId, remark: "note:n1" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("can be marked differently, and unmarked", async () => {
    const { officer, requestId } = await scene(bundleWith([note("n1", text)]));
    const which = { requestId, sessionId, remark: "note:n1" };
    await markRemark(officer, { ...which, whole: "legal_privilege" });
    await markRemark(officer, { ...which, isSuspicion: true });
    expect(await db.requestMark.count()).toBe(1);
    await markRemark(officer, which);
    expect(await db.requestMark.count()).toBe(0);
    const [shown] = (await listRemarks(officer, { requestId })).data;
    expect(shown).toMatchObject({ whole: null, passages: [], isSuspicion: false });
  });

  it("refuse passages outside the text, overlapping passages, and unknown notes", async () => {
    const { officer, requestId } = await scene(bundleWith([note("n1", text)]));
    const which = { requestId, sessionId, remark: "note:n1" };
    const ground = "other_person" as const;
    for (const passages of [
      [{ from: 0, to: text.length + 1, ground }],
      [{ from: 5, to: 5, ground }],
      [
        { from: 0, to: 6, ground },
        { from: 5, to: 9, ground },
      ],
    ])
      await expect(markRemark(officer, { ...which, passages })).rejects.toMatchObject({
        code: "validation_error",
      });
    await expect(markRemark(officer, { ...which, remark: "note:n9" })).rejects.toMatchObject({
      code: "not_found",
    });
    const both = { ...which, whole: ground, isSuspicion: true };
    await expect(markRemark(officer, both)).rejects.toMatchObject({ code: "validation_error" });
  });

  it("are left out when they were written after the review", async () => {
    const later = note("n2", "Afterthought.", new Date(Date.now() + 60_000).toISOString());
    const bundle = bundleWith([note("n1", "Before."), later]);
    const { review_case: found } = bundle;
    const escalated = { ...found, escalation_reason: "Looks odd." } as Bundle["review_case"];
    const { officer, requestId } = await scene({ ...bundle, review_case: escalated });
    const { data } = await listRemarks(officer, { requestId });
    expect(data.map(({ kind }) => kind)).toEqual(["note", "note", "escalation"]);
    await review.reviewRequest(officer, { requestId });
    const files = await answerFiles(officer, requestId);
    expect(files[exportPath]).toContain("Before.");
    expect(files[exportPath]).toContain("Looks odd.");
    expect(files[exportPath]).not.toContain("Afterthought.");
    await recordEvent(db, officer, {
      type: "case.escalated",
      metadata: { reviewerId: "mem_x", escalatedTo: null },
      resource: { type: "case", id: found?.id ?? "" },
    });
    expect((await answerFiles(officer, requestId))[exportPath]).not.toContain("Looks odd.");
    expect((await listRemarks(officer, { requestId })).data).toHaveLength(1);
  });
});

describe("suspicion material", () => {
  it("is not revealed by the name of its list, nor by the reason of its entry", async () => {
    const { officer, requestId } = await scene(bundleWith([]));
    await review.reviewRequest(officer, { requestId });
    const files = async () => answerFiles(officer, requestId);
    const path = `sessions/${sessionId}/decisions-and-lists.json`;
    const before = (await files())[path];
    const scope = {
      organizationPk: officer.scope.organizationPk,
      environment: officer.scope.environment,
    };
    const { pk: sessionPk } = await db.session.findFirstOrThrow({ where: { ...scope, id: sessionId } });
    const entry = (id: string, reasonCode: string) => ({
      ...{ id, kind: "email" as const, addedBy: "x", sessionPk },
      reasonCode,
    });
    for (const [id, name, reason] of [
      ["list_a", "sar", "other"],
      ["list_b", "Plain", "sar"],
    ] as const)
      await db.list.create({
        data: {
          ...{ ...scope, id, name, listType: "blocklist" },
          entries: { create: entry(`lent_${id}`, reason) },
        },
      });
    expect((await files())[path]).toBe(before);
  });

  it("of an identity is in no file, and shown to the officer", async () => {
    const { officer, requestId } = await scene(bundleWith([]));
    const path = `sessions/${sessionId}/decisions-and-lists.json`;
    await review.reviewRequest(officer, { requestId });
    const { organizationId, organizationPk, environment } = officer.scope;
    const now = new Date();
    const identity = await db.identity.create({
      data: {
        ...{ organizationPk, environment, id: "idn_x", externalRef: "cust_1", status: "pending" },
        ...{ createdAt: now, updatedAt: now },
      },
    });
    const where = { scoped: { organizationPk, environment, pk: identity.pk } };
    const store = async (fields: Record<string, unknown>) =>
      db.identity.update({
        where,
        data: { sealed: await sealCustomFields(organizationId, identity.id, fields) },
      });
    const before = (await answerFiles(officer, requestId))[path];
    await store({ SAR_reference: "STR-2026-17" });
    expect((await answerFiles(officer, requestId))[path]).toBe(before);
    await store({ sar_reference: "STR-2026-17", plan: "gold" });
    const told = (await answerFiles(officer, requestId))[path] ?? "";
    expect(JSON.parse(told).identity_custom_fields).toEqual({ plan: "gold" });
    expect((await listRemarks(officer, { requestId })).unsaid).toContainEqual({
      sessionId,
      name: "identity_custom_fields.sar_reference",
    });
    await db.session.updateMany({ where: { id: sessionId }, data: { identityPk: identity.pk } });
    expect((await answerFiles(officer, requestId))[path]).toBe(told);
    await db.identity.update({ where, data: { sealed: new Uint8Array([1, 2]) } });
    const { unreadable } = await contentOf(officer, await ownRequestOf(officer, requestId));
    expect(unreadable).toEqual([
      { sessionId, item: "Identity custom fields", reason: "its record is damaged" },
    ]);
  });

  it("makes no difference to any file of the answer", async () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", " "), minLength: 3, maxLength: 9 });
    const given = fc.record({
      metadata: fc.dictionary(fc.constantFrom("plan", "region"), word),
      tags: fc.uniqueArray(fc.constantFrom("vip", "new"), { maxLength: 2 }),
      notes: fc.array(
        word.filter((each) => each.trim() !== ""),
        { maxLength: 3 },
      ),
      at: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ metadata, tags, notes, at }) => {
        await removeAllSessions();
        const shown = notes.map((content, place) => note(`n${place}`, content));
        const hidden = note("hidden", "Reported to the FIU.");
        const plain = await scene(bundleWith(shown, { metadata, tags }));
        await review.reviewRequest(plain.officer, { requestId: plain.requestId });
        const expected = await answerFiles(plain.officer, plain.requestId);

        const matter = await scene(
          bundleWith([...shown.slice(0, at), hidden, ...shown.slice(at)], {
            metadata: { ...metadata, sar_reference: "SAR-2026-1" },
            tags: [...tags, "sar"],
          }),
        );
        const { officer, requestId } = matter;
        await markRemark(officer, { requestId, sessionId, remark: "note:hidden", isSuspicion: true });
        const { unsaid } = await listRemarks(officer, { requestId });
        expect(unsaid.map(({ name }) => name)).toEqual(["metadata.sar_reference", "tag sar"]);
        await review.reviewRequest(officer, { requestId });
        expect(await answerFiles(officer, requestId)).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it("is not revealed by the log, nor to members who do not work on requests", async () => {
    const { officer, requestId } = await scene(bundleWith([note("n1", "Reported.")]));
    const input = { requestId, sessionId, remark: "note:n1", isSuspicion: true };
    await markRemark(officer, input);
    const events = await db.auditEvent.findMany({ where: { resourceId: requestId } });
    expect(JSON.stringify(events.map(({ type, metadata }) => ({ type, metadata })))).not.toMatch(
      /suspic|note:n1/i,
    );
  });
});
