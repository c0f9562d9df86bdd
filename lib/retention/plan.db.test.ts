import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { placeHold, releaseHold } from "@/lib/holds/write";
import { planRetention } from "@/lib/retention/plan";
import { runRetention } from "@/lib/retention/run";
import { getResult } from "@/lib/sessions/read";
import { currentSettings } from "@/lib/settings/load";
import { updateRetention } from "@/lib/settings/write";
import {
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

const day = 86_400_000;
const idOf = (name: string) => `ses_${name.repeat(26)}`;
let organization: TestOrganization;
let admin: Actor;
let officer: Actor;

/** Sessions that ended so many days ago; one without an end is still under way. */
const ended = { a: 5, b: 40, c: 400, d: 400, e: null } as const;

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  officer = await createMember(organization, ["compliance"]);
  for (const [name, days] of Object.entries(ended)) {
    await importFor(admin, sampleAs(idOf(name)));
    const terminalAt = days === null ? null : new Date(Date.now() - days * day);
    await db.session.updateMany({ where: { id: idOf(name) }, data: { terminalAt } });
  }
  const { version } = (await currentSettings(admin)).retention;
  await updateRetention(admin, {
    sensitiveDataRetentionDays: 30,
    dataRetentionDays: 365,
    autoRedactOnRetentionExpiry: true,
    version,
  });
});

const states = async () => {
  const rows = await db.session.findMany({
    where: { organizationPk: organization.pk },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, retentionStatus }) => `${id.at(-1)} ${retentionStatus}`);
};

describe("retention", () => {
  it("previews unsaved settings, and changes none", async () => {
    const saved = await planRetention(officer);
    expect(saved.erased).toMatchObject({ count: 2, byResult: [{ key: "needs_review", count: 2 }] });
    const drafted = await planRetention(officer, { dataRetentionDays: 35 });
    expect(saved.brokenFloors).toMatchObject([{ documentType: null, days: 365, neededDays: 1827 }]);
    expect(drafted.brokenFloors).toMatchObject([{ days: 35 }]);
    expect((await planRetention(officer, { dataRetentionDays: null })).brokenFloors).toEqual([]);
    expect(drafted.erased).toMatchObject({ count: 3, sessionIds: expect.arrayContaining([idOf("b")]) });
    expect(drafted.losesPii).toEqual(saved.losesPii);
    expect((await planRetention(officer, { autoRedactOnRetentionExpiry: false })).erased.count).toBe(0);
    expect((await planRetention(officer, { sensitiveDataRetentionDays: null })).losesPii.count).toBe(0);
    const byType = await planRetention(officer, {
      retentionOverrides: [
        { documentType: "passport", sensitiveDataRetentionDays: 1, dataRetentionDays: 2 },
        { documentType: "drivers_license", sensitiveDataRetentionDays: 1, dataRetentionDays: 2 },
      ],
    });
    expect(byType.erased.count).toBeGreaterThan(saved.erased.count);
    expect(await planRetention(officer)).toEqual(saved);
  });

  it("previews what it does, does exactly that, and does nothing twice", async () => {
    const reviewOn = new Date(Date.now() + 90 * day).toISOString().slice(0, 10);
    const placed = await placeHold(officer, {
      sessionId: idOf("d"),
      reason: "Matter 9",
      owner: "Legal",
      reviewOn,
    });
    expect(await planRetention(officer)).toMatchObject({
      losesPii: { count: 2, sessionIds: [idOf("c"), idOf("b")] },
      erased: { count: 1, sessionIds: [idOf("c")] },
      held: { count: 1, sessionIds: [idOf("d")] },
    });
    expect(await runRetention()).toEqual({ sensitive: 2, full: 1 });
    expect(await states()).toEqual([
      "a active",
      "b sensitive_redacted",
      "c redacted",
      "d active",
      "e active",
    ]);
    expect(await runRetention()).toEqual({ sensitive: 0, full: 0 });
    expect(await getResult(officer, { sessionId: idOf("b") })).toMatchObject({
      extractedData: {},
      sensitiveDataExpired: true,
    });
    const types = ["session.sensitive-expired", "session.retention-expired", "session.redacted"];
    const counts = await Promise.all(
      types.map((type) => db.auditEvent.count({ where: { organizationPk: organization.pk, type } })),
    );
    expect(counts).toEqual([2, 1, 1]);
    await releaseHold(officer, { sessionId: idOf("d"), holdId: placed.data[0]?.id ?? "" });
    expect(await runRetention()).toEqual({ sensitive: 1, full: 1 });
  });

  it("follows the windows of a document type", async () => {
    const { version, overrides } = (await currentSettings(admin)).retention;
    expect(overrides).toEqual([]);
    await db.session.updateMany({
      where: { id: { in: [idOf("a"), idOf("c")] } },
      data: { documentType: "visa" },
    });
    const windows = (sensitive: number | null, all: number | null) => ({
      retentionOverrides: [
        { documentType: "visa", sensitiveDataRetentionDays: sensitive, dataRetentionDays: all },
      ],
    });
    await expect(updateRetention(admin, { version, ...windows(5, 1) })).rejects.toMatchObject({
      code: "validation_error",
    });
    await updateRetention(admin, { version, ...windows(2, null) });
    const plan = await planRetention(admin);
    expect(plan.losesPii.sessionIds.sort()).toEqual([idOf("a"), idOf("b"), idOf("c"), idOf("d")]);
    expect(plan.erased.sessionIds).toEqual([idOf("d")]);
    expect((await getResult(officer, { sessionId: idOf("a") })).sensitiveDataExpired).toBe(true);
    await runRetention();
    expect(await states()).toEqual([
      "a sensitive_redacted",
      "b sensitive_redacted",
      "c sensitive_redacted",
      "d redacted",
      "e active",
    ]);
  });

  it("is shared by two workers at once: every session is erased once", async () => {
    const runs = await Promise.all([runRetention(), runRetention(), runRetention()]);
    expect(runs.reduce((sum, { sensitive }) => sum + sensitive, 0)).toBe(3);
    expect(runs.reduce((sum, { full }) => sum + full, 0)).toBe(2);
    expect(
      await db.auditEvent.count({ where: { organizationPk: organization.pk, type: "session.redacted" } }),
    ).toBe(2);
  });

  it("erases nothing without the organization's consent, and nothing that a law retains", async () => {
    const { version } = (await currentSettings(admin)).retention;
    await db.session.updateMany({
      where: { id: idOf("c") },
      data: { restrictedAt: new Date(), restrictedUntilOn: new Date(Date.now() + day) },
    });
    expect((await planRetention(officer)).erased.sessionIds).toEqual([idOf("d")]);
    await updateRetention(admin, { autoRedactOnRetentionExpiry: false, version });
    expect(await runRetention()).toEqual({ sensitive: 3, full: 0 });
    await expect(
      updateRetention(admin, { dataRetentionDays: 7, version: version + 1 }),
    ).rejects.toMatchObject({
      code: "validation_error",
    });
    await expect(updateRetention(admin, { dataRetentionDays: null, version })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(updateRetention(officer, { dataRetentionDays: null, version })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
