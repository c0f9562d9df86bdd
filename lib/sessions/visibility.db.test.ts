import { beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/actor/permissions";
import { getSessionCase } from "@/lib/cases/read";
import { piiFields } from "@/lib/contract/vocabulary";
import { listDocuments } from "@/lib/documents/read";
import { exportSession } from "@/lib/privacy/write";
import { getResult, getSessionContainer, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { revealPii } from "@/lib/sessions/write";
import { currentSettings } from "@/lib/settings/load";
import { updateDataAccess } from "@/lib/settings/write";
import {
  actorOf,
  createOrganization,
  importFor,
  keyActorOf,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
const id = { sessionId: "ses_seen" };
const key = (...scopes: string[]) =>
  keyActorOf(organization, scopes.length ? scopes : ["sessions:read", "verifications:read"]);
const person = (...roles: Role[]) => actorOf(organization, { roles });

async function setSettings(data: { apiPiiFields?: string[]; sensitiveDataRetentionDays?: number | null }) {
  const { organizationPk, environment } = actorOf(organization).scope;
  await currentSettings(actorOf(organization));
  const where = { organizationPk_environment: { organizationPk, environment } };
  const { apiPiiFields, ...windows } = data;
  if (apiPiiFields) await db.settings.update({ where, data: { apiPiiFields } });
  await db.retentionSettings.update({ where, data: windows });
}

beforeAll(async () => {
  organization = await createOrganization();
  const bundle = sampleAs("ses_seen", { status: "completed" });
  const documents = [{ ...bundle.documents?.[0], id: "doc_1", download_url: "a.jpg" }];
  await importFor(actorOf(organization), { ...bundle, documents }, { "a.jpg": await sampleImage() });
});

describe("the whitelist", () => {
  it.each(piiFields)("with only %s passes that field and no other", async (field) => {
    await setSettings({ apiPiiFields: [field] });
    const { extractedData } = await getResult(key(), id);
    expect(Object.keys(extractedData)).toEqual([
      field.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()),
    ]);
  });

  it("passes nothing when it is empty, and the export everything", async () => {
    await setSettings({ apiPiiFields: [] });
    expect((await getResult(key(), id)).extractedData).toEqual({});
    expect((await exportSession(key(), id)).result?.extracted_data?.ssn).toBe("123-45-6789");
    await setSettings({ apiPiiFields: [...piiFields] });
  });

  it("gives a key without the scope nothing", async () => {
    await expect(getResult(key("sessions:read"), id)).rejects.toMatchObject({ code: "forbidden" });
    const container = await getSessionContainer(key("sessions:read"), id);
    expect(JSON.stringify(container)).not.toContain("Emily");
    expect(container.files).toEqual({});
  });

  it("is changed only by an admin, with old and new values in the log, and not over another member's change", async () => {
    const { version } = await currentSettings(actorOf(organization));
    for (const role of ["reviewer", "lead", "compliance", "auditor"] as const) {
      await expect(updateDataAccess(person(role), { apiPiiFields: [], version })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    const input = { apiPiiFields: ["first_name" as const], version };
    await updateDataAccess(person("admin"), input);
    await expect(updateDataAccess(person("admin"), input)).rejects.toMatchObject({ code: "conflict" });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { type: "settings.updated", organizationPk: organization.pk },
      orderBy: { sequence: "desc" },
    });
    expect(event.metadata).toEqual({
      changes: { apiPiiFields: { before: [...piiFields], after: ["first_name"] } },
    });
    await setSettings({ apiPiiFields: [...piiFields] });
  });
});

describe("a person", () => {
  it("sees values masked, with initials only for roles that may reveal", async () => {
    for (const role of ["reviewer", "lead", "compliance"] as const) {
      expect((await getResult(person(role), id)).extractedData).toMatchObject({
        firstName: "E•••",
        lastName: "J•••",
        ssn: "•••",
      });
    }
    for (const role of ["auditor", "admin"] as const) {
      const { extractedData, extractedAge, rejectionReason } = await getResult(person(role), id);
      expect(extractedData.firstName).toBe("•••");
      expect([extractedAge, rejectionReason]).toEqual([null, "•••"]);
      expect((await listSessions(person(role), sessionListQuery.parse({}))).data[0]).toMatchObject({
        subject: "•••",
        metadata: {},
        consentIp: "•••",
      });
      expect((await getSessionCase(person(role), id)).notes[0]?.content).toBe("•••");
      await expect(listDocuments(person(role), id)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("reveals field by field, and each reveal is an event with the fields and without values", async () => {
    const before = await db.auditEvent.count({ where: { type: "pii.revealed" } });
    expect(await revealPii(person("reviewer"), { ...id, fields: ["ssn"] })).toEqual({
      sessionId: id.sessionId,
      extractedData: { ssn: "123-45-6789" },
    });
    const events = await db.auditEvent.findMany({ where: { type: "pii.revealed" } });
    expect(events).toHaveLength(before + 1);
    expect(events.at(-1)).toMatchObject({
      metadata: { fields: ["ssn"] },
      actorName: "reviewer@test.example",
      ipAddress: "192.0.2.9",
    });
    await expect(revealPii(person("auditor"), { ...id, fields: ["ssn"] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the sensitive window", () => {
  it("hides the data and the documents from everyone after it has closed, except in the export", async () => {
    await setSettings({ sensitiveDataRetentionDays: 1 });
    for (const actor of [key(), person("compliance")]) {
      expect(await getResult(actor, id)).toMatchObject({
        extractedData: {},
        sensitiveDataExpired: true,
        faceMatchPassed: true,
        extractedAge: null,
      });
      expect(await listDocuments(actor, id)).toEqual({ data: [] });
    }
    expect(await getSessionContainer(key(), id)).toMatchObject({
      files: {},
      properties: { retention_status: "sensitive_redacted", result: { extracted_data: {} } },
    });
    await expect(revealPii(person("lead"), { ...id, fields: ["ssn"] })).rejects.toMatchObject({
      code: "not_found",
    });
    const exported = await exportSession(person("compliance"), id);
    expect(exported.result?.extracted_data?.last_name).toBe("Johnson");
    expect(exported.documents?.[0]?.download_url).toContain("sig=");
    await setSettings({ sensitiveDataRetentionDays: null });
  });

  it("does not affect an active session", async () => {
    await importFor(actorOf(organization), sampleAs("ses_active", { status: "under_review" }));
    await setSettings({ sensitiveDataRetentionDays: 1 });
    expect((await getResult(key(), { sessionId: "ses_active" })).extractedData.firstName).toBe("Emily");
    await setSettings({ sensitiveDataRetentionDays: null });
  });
});

it("records every export with actor, session, address and time", async () => {
  await exportSession(person("compliance"), id);
  const event = await db.auditEvent.findFirstOrThrow({
    where: { type: "api.session.export" },
    orderBy: { sequence: "desc" },
  });
  expect(event).toMatchObject({
    actorName: "compliance@test.example",
    resourceId: id.sessionId,
    ipAddress: "192.0.2.9",
  });
  expect(Math.abs(event.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
});

it("cannot change the log, even as the database's owner", async () => {
  await expect(db.$executeRaw`UPDATE audit_events SET type = 'x'`).rejects.toThrow(/append-only/);
  await expect(db.$executeRaw`DELETE FROM audit_events`).rejects.toThrow(/append-only/);
  await expect(db.$executeRaw`TRUNCATE audit_events`).rejects.toThrow(/append-only/);
});

describe("searching by document number", () => {
  const search = async (actor: Parameters<typeof listSessions>[0]) =>
    (await listSessions(actor, sessionListQuery.parse({ q: "X12345678" }))).data.length;

  it("finds nothing for actors who may not see the number", async () => {
    expect(await search(person("reviewer"))).toBeGreaterThan(0);
    expect(await search(key())).toBeGreaterThan(0);
    for (const actor of [person("auditor"), person("admin"), key("sessions:read")])
      expect(await search(actor)).toBe(0);
    await setSettings({ apiPiiFields: ["first_name"] });
    expect(await search(key())).toBe(0);
    await setSettings({ apiPiiFields: [...piiFields] });
  });
});

it("hides the consent address once the sensitive window has closed", async () => {
  const ofSession = async () =>
    (await listSessions(key(), sessionListQuery.parse({ q: "ses_seen" }))).data[0]?.consentIp;
  expect(await ofSession()).toBe("203.0.113.42");
  await setSettings({ sensitiveDataRetentionDays: 1 });
  expect(await ofSession()).toBeNull();
  await setSettings({ sensitiveDataRetentionDays: null });
});
