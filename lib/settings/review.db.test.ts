import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { previewRouting } from "@/lib/cases/routing";
import { claimCase } from "@/lib/cases/write";
import { createDemoCase } from "@/lib/imports/demo";
import { listWorkloads } from "@/lib/members/read";
import { updateWorkload } from "@/lib/members/write";
import { getDocumentSettings, getReviewSettings, getSettings } from "@/lib/settings/read";
import {
  documentSettingsInput,
  type RoutingRule,
  retentionSettingsInput,
  reviewSettingsInput,
} from "@/lib/settings/schema";
import {
  updateDataAccess,
  updateDocumentSettings,
  updateRetention,
  updateReviewSettings,
} from "@/lib/settings/write";
import {
  createBareCases,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let ada: Actor;
let lea: Actor;
let anna: Actor;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  ada = await createMember(organization, ["admin"]);
  lea = await createMember(organization, ["lead"]);
  anna = await createMember(organization, ["reviewer"]);
});

const rules = [
  { name: "Passports", queue: "passports", documentTypes: ["passport"] },
  { name: "Risky", queue: "fraud", minRiskScore: 70, priority: "high" as const },
];
const events = (id: string) =>
  db.auditEvent.findMany({
    where: { organizationPk: organization.pk, type: "settings.updated", resourceId: id },
    orderBy: { sequence: "asc" },
  });

it("refuses names that cannot be stored", () => {
  for (const text of ["a\0b", "a\ud800b"]) {
    for (const rule of [
      { name: text, queue: "fraud" },
      { name: "Rule", queue: "fraud", tags: [text] },
    ])
      expect(reviewSettingsInput.safeParse({ version: 1, routingRules: [rule] }).success).toBe(false);
    const override = { documentType: text, sensitiveDataRetentionDays: 1, dataRetentionDays: 1 };
    expect(retentionSettingsInput.safeParse({ version: 1, retentionOverrides: [override] }).success).toBe(
      false,
    );
  }
});

describe("the settings of images", () => {
  const update = async (actor: Actor, change: object) =>
    updateDocumentSettings(actor, documentSettingsInput.parse(change));

  it("are changed by admins, apart from the other settings, with old and new values", async () => {
    const before = await getDocumentSettings(lea);
    expect(before).toMatchObject({ imageUrlExpirySeconds: 300, acceptedFormats: ["jpeg", "png", "webp"] });
    const change = { acceptedFormats: ["webp", "jpeg"], version: before.version };
    await expect(update(lea, change)).rejects.toMatchObject({ code: "forbidden" });
    expect(await update(ada, change)).toMatchObject({ acceptedFormats: ["jpeg", "webp"], version: 2 });
    await expect(update(ada, change)).rejects.toMatchObject({ code: "conflict" });
    expect((await getSettings(ada, "data-access")).version).toBe(1);
    expect((await events("documents")).map(({ metadata }) => metadata)).toEqual([
      { changes: { acceptedFormats: { before: ["jpeg", "png", "webp"], after: ["jpeg", "webp"] } } },
    ]);
  });

  it("refuse no format at all, a format twice, an unknown one, and a link that is too short or too long", () => {
    for (const change of [
      { acceptedFormats: [] },
      { acceptedFormats: ["png", "png"] },
      { acceptedFormats: ["gif"] },
      { imageUrlExpirySeconds: 29 },
      { imageUrlExpirySeconds: 86_401 },
      { imageUrlExpirySeconds: null },
    ])
      expect(documentSettingsInput.safeParse({ version: 1, ...change }).success).toBe(false);
  });

  it("keep images of a refused format out, whatever the file is called, and change nothing then", async () => {
    const { version } = await getDocumentSettings(ada);
    await update(ada, { acceptedFormats: ["png"], version });
    const bundle = { ...sampleAs("ses_format"), documents: [{ id: "doc_1", download_url: "front.png" }] };
    const jpeg = await sampleImage();
    await expect(importFor(ada, bundle, { "front.png": jpeg })).rejects.toThrow(
      "documents[0].download_url: JPEG images are not accepted; Settings → Documents accepts PNG.",
    );
    expect(await db.session.count({ where: { organizationPk: organization.pk } })).toBe(0);
    await update(ada, { acceptedFormats: ["jpeg"], version: version + 1 });
    await importFor(ada, bundle, { "front.png": jpeg });
    expect(await db.session.count({ where: { organizationPk: organization.pk } })).toBe(1);
  });
});

describe("the review settings", () => {
  it("are changed by admins, one version at a time, with old and new values", async () => {
    const { version, ...before } = await getReviewSettings(lea);
    expect(before).toMatchObject({
      dualReview: false,
      slaWarnMinutes: 240,
      slaBreachMinutes: 1440,
      routingRules: [],
    });
    await expect(updateReviewSettings(lea, { version })).rejects.toMatchObject({ code: "forbidden" });
    const saved = await updateReviewSettings(ada, { dualReview: true, routingRules: rules, version });
    expect(saved).toMatchObject({ dualReview: true, routingRules: rules, version: version + 1 });
    await expect(updateReviewSettings(ada, { dualReview: false, version })).rejects.toMatchObject({
      code: "conflict",
    });
    const [event] = await events("review");
    expect(event?.metadata).toEqual({
      changes: { dualReview: { before: false, after: true }, routingRules: { before: [], after: rules } },
    });
  });

  it("return every condition of a rule as saved, in order, and drop removed rules", async () => {
    const all: RoutingRule[] = [
      { name: "Z", queue: "z", priority: "urgent", minRiskScore: 0, signals: ["vpn"], tags: ["a", "b"] },
      { name: "A", queue: "a", documentTypes: ["passport"], countries: ["DE", "AT"] },
      { name: "M", queue: "m" },
    ];
    const { version } = await getReviewSettings(ada);
    await updateReviewSettings(ada, { routingRules: all, version });
    expect((await getReviewSettings(lea)).routingRules).toEqual(all);
    await updateReviewSettings(ada, { dualReview: true, version: version + 1 });
    expect((await getReviewSettings(lea)).routingRules).toEqual(all);
    await updateReviewSettings(ada, { routingRules: [], version: version + 2 });
    expect((await getReviewSettings(lea)).routingRules).toEqual([]);
  });

  it("do not conflict with an admin on another page", async () => {
    const [review, retention, access] = [
      await getReviewSettings(ada),
      await getSettings(ada, "retention"),
      await getSettings(ada, "data-access"),
    ];
    await updateReviewSettings(ada, { dualReview: true, version: review.version });
    const visa = { documentType: "visa", sensitiveDataRetentionDays: 1, dataRetentionDays: null };
    const saved = await updateRetention(ada, {
      keepLinksDays: 7,
      retentionOverrides: [visa, { ...visa, documentType: "passport" }],
      version: retention.version,
    });
    expect(saved.retentionOverrides.map(({ documentType }) => documentType)).toEqual(["passport", "visa"]);
    await updateDataAccess(ada, { apiPiiFields: ["first_name"], version: access.version });
    expect((await getReviewSettings(ada)).version).toBe(review.version + 1);
    expect(await getSettings(ada, "retention")).toMatchObject({
      apiPiiFields: ["first_name"],
      keepLinksDays: 7,
      version: retention.version + 1,
    });
    await expect(
      updateRetention(ada, { keepLinksDays: 8, version: retention.version }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect((await getSettings(ada, "retention")).keepLinksDays).toBe(7);
  });

  it("require the warning before the limit", async () => {
    const { version } = await getReviewSettings(ada);
    for (const change of [{ slaWarnMinutes: 1440 }, { slaBreachMinutes: 100 }])
      await expect(updateReviewSettings(ada, { ...change, version })).rejects.toMatchObject({
        code: "validation_error",
      });
    const [rule] = rules;
    expect(reviewSettingsInput.safeParse({ version, routingRules: [rule, rule] }).success).toBe(false);
    expect(reviewSettingsInput.safeParse({ version, slaWarnMinutes: 0 }).success).toBe(false);
  });

  it("route new cases and leave open ones in place; a preview shows where those would go", async () => {
    const old = await createDemoCase(lea);
    await createBareCases(organization, 3);
    const { version } = await getReviewSettings(ada);
    expect(await previewRouting(lea, { routingRules: rules })).toEqual({
      queues: [
        { queue: "passports", count: 1, now: 0 },
        { queue: "fraud", count: 0, now: 0 },
        { queue: "general", count: 3, now: 4 },
      ],
      rules: [
        { name: "Passports", count: 1 },
        { name: "Risky", count: 0 },
      ],
      cases: 4,
      isBounded: false,
    });
    await updateReviewSettings(ada, { routingRules: rules, version });
    expect((await createDemoCase(lea)).queue).toBe("passports");
    expect((await db.reviewCase.findFirstOrThrow({ where: { id: old.id } })).queue).toBe("general");
    await createBareCases(organization, 1_000);
    expect(await previewRouting(lea, { routingRules: rules })).toMatchObject({
      cases: 1_000,
      isBounded: true,
    });
  });
});

describe("a reviewer's workload", () => {
  it("is set by leads and admins, and recorded", async () => {
    const made = await createDemoCase(anna);
    await claimCase(anna, { caseId: made.id });
    for (const actor of [lea, ada])
      expect((await listWorkloads(actor)).data.map(({ id, held }) => [id, held])).toEqual(
        expect.arrayContaining([
          [anna.id, 1],
          [lea.id, 0],
        ]),
      );
    const changed = await updateWorkload(lea, { memberId: anna.id, capacity: 5, queues: ["fraud", "fraud"] });
    expect(changed).toMatchObject({ capacity: 5, queues: ["fraud"], awayUntil: null, held: 1 });
    expect(await updateWorkload(ada, { memberId: anna.id, capacity: null })).toMatchObject({
      capacity: null,
      queues: ["fraud"],
    });
    expect((await events(anna.id)).map(({ metadata }) => metadata)).toEqual([
      { changes: { capacity: { before: null, after: 5 }, queues: { before: [], after: ["fraud"] } } },
      { changes: { capacity: { before: 5, after: null } } },
    ]);
  });

  it("lets members mark themselves as away, and nothing else", async () => {
    const awayUntil = "2030-01-01T00:00:00Z";
    expect(await updateWorkload(anna, { memberId: anna.id, awayUntil })).toMatchObject({
      id: anna.id,
      awayUntil,
    });
    expect((await listWorkloads(anna)).data.map(({ id }) => id)).toEqual([anna.id]);
    for (const input of [
      { memberId: anna.id, capacity: 9 },
      { memberId: lea.id, awayUntil },
    ])
      await expect(updateWorkload(anna, input)).rejects.toMatchObject({ code: "forbidden" });
    const auditor = await createMember(organization, ["auditor"]);
    await expect(updateWorkload(auditor, { memberId: auditor.id, awayUntil })).rejects.toMatchObject({
      code: "forbidden",
    });
    const stranger = await createMember(await createOrganization(), ["reviewer"]);
    for (const memberId of [stranger.id, auditor.id, "mem_nobody"])
      await expect(updateWorkload(lea, { memberId, capacity: 1 })).rejects.toMatchObject({
        code: "not_found",
      });
  });
});
