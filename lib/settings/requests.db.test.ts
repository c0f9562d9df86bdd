import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getRequestSettings, previewRequestClock } from "@/lib/request-settings/read";
import { requestSettingsInput } from "@/lib/request-settings/schema";
import { updateRequestSettings } from "@/lib/request-settings/write";
import { getRequest } from "@/lib/requests/read";
import { receiveRequest } from "@/lib/requests/write";
import { createMember, createOrganization, testRecord } from "@/test/factories";
import { db } from "@/test/test-db";

let admin: Actor;

beforeEach(async () => {
  admin = await createMember(await createOrganization(), ["admin"]);
});

it("stores changes, leaves the rest, and records old and new values", async () => {
  const { version, record, fourEyes } = await getRequestSettings(admin);
  const after = await updateRequestSettings(admin, {
    version,
    jurisdiction: "uk_gdpr",
    holidayPlace: "GB",
    record: { ...record, authority: "The regulator" },
    suspicionKeys: ["sar_reference"],
  });
  expect(after).toMatchObject({
    jurisdiction: "uk_gdpr",
    fourEyes,
    suspicionKeys: ["sar_reference"],
    version: version + 1,
  });
  expect(after.record).toEqual({ ...testRecord, authority: "The regulator" });
  const event = await db.auditEvent.findFirstOrThrow({
    where: { organizationPk: admin.scope.organizationPk, type: "settings.updated" },
  });
  expect(event).toMatchObject({
    resourceId: "requests",
    metadata: { changes: { requestJurisdiction: { before: "gdpr", after: "uk_gdpr" } } },
  });
  expect(Object.keys((event.metadata as { changes: object }).changes).sort()).toEqual([
    "processingRecord",
    "requestHolidayPlace",
    "requestJurisdiction",
    "suspicionKeys",
  ]);
});

it("refuses a save from an older page, and unknown places and time zones", async () => {
  const { version } = await getRequestSettings(admin);
  await updateRequestSettings(admin, { version, fourEyes: true });
  await expect(updateRequestSettings(admin, { version, fourEyes: false })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(
    updateRequestSettings(admin, { version: version + 1, holidayPlace: "QQ" }),
  ).rejects.toMatchObject({ code: "validation_error" });
  for (const wrong of [
    { askText: "a\0b" },
    { suspicionKeys: ["\ud800"] },
    { holidayPlace: "Germany" },
    { record: { authority: "x" } },
  ])
    expect(requestSettingsInput.safeParse({ version, ...wrong }).success).toBe(false);
});

it("previews the deadlines of a request received now under unsaved settings", async () => {
  const eu = await previewRequestClock(admin, {});
  expect(eu.confirmBy).toBeNull();
  expect(eu.extendedTo > eu.dueOn).toBe(true);
  const california = await previewRequestClock(admin, {
    jurisdiction: "ccpa",
  });
  expect(california.confirmBy).not.toBeNull();
  expect((await getRequestSettings(admin)).jurisdiction).toBe("gdpr");
});

it("stores terms other than a law's, and calculates the open requests again", async () => {
  const officer = await createMember({ pk: admin.scope.organizationPk, id: admin.scope.organizationId }, [
    "compliance",
  ]);
  const { id } = await receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester: { externalRef: "cust_1" },
  });
  const dueOf = () => db.request.findFirstOrThrow({ where: { id }, select: { dueOn: true } });
  const before = await dueOf();
  const { version, laws } = await getRequestSettings(admin);
  expect(laws.find(({ id: law }) => law === "gdpr")).toMatchObject({
    answer: "1 month",
    extended: "3 months",
  });
  const gdpr = {
    answerDays: 10,
    extendedDays: null,
    movesToWorkingDay: null,
    remindWithDaysLeft: [3],
    keptYears: null,
    keptYearsByDocument: null,
  };
  const saved = await updateRequestSettings(admin, { version, profiles: { gdpr } });
  expect(saved.profiles).toEqual({ gdpr });
  expect((await dueOf()).dueOn.getTime()).toBeLessThan(before.dueOn.getTime());
  expect((await getRequest(officer, { requestId: id })).clock.dueOn).toBe(
    (await dueOf()).dueOn.toISOString().slice(0, 10),
  );
  await updateRequestSettings(admin, { version: version + 1, profiles: {} });
  expect(await dueOf()).toEqual(before);
});

it("names the unreadable column instead of answering by other rules than the saved ones", async () => {
  const where = { organizationPk: admin.scope.organizationPk };
  await db.requestSettings.updateMany({ where, data: { profiles: { gdpr: { keptYears: "ten" } } } });
  await expect(getRequestSettings(admin)).rejects.toThrow(/request_settings\.profiles cannot be read/);
  const requester = { externalRef: "cust_1" };
  const officer = await createMember({ pk: admin.scope.organizationPk, id: admin.scope.organizationId }, [
    "compliance",
  ]);
  await expect(receiveRequest(officer, { kind: "access", channel: "email", requester })).rejects.toThrow(
    /request_settings\.profiles/,
  );
  await db.requestSettings.updateMany({ where, data: { profiles: {}, record: { authority: 7 } } });
  await expect(getRequestSettings(admin)).rejects.toThrow(
    /request_settings\.record cannot be read: authority/,
  );
});
