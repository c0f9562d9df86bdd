import { afterEach, beforeEach, expect, it } from "vitest";
import { sendDigests } from "@/lib/digest/jobs";
import { sendDueMails } from "@/lib/mail/send";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { type MailServer, startMailServer } from "@/test/mail-server";
import { db } from "@/test/test-db";

let server: MailServer;
let organization: TestOrganization;

beforeEach(async () => {
  await db.mail.deleteMany();
  await db.request.deleteMany();
  server = await startMailServer();
  organization = await createOrganization();
  await db.organization.update({ where: { pk: organization.pk }, data: { timeZone: "America/New_York" } });
});
afterEach(() => server.stop());

/** A request that was due long ago, and has a requester whom no mail may name. */
const lateRequest = (environment: "live" | "sandbox" = "live") =>
  db.request.create({
    data: {
      organizationPk: organization.pk,
      environment,
      id: `dsr_${environment}`,
      kind: "access",
      jurisdiction: "gdpr",
      lawVersion: "gdpr/2018-05-25",
      channel: "email",
      timeZone: "UTC",
      receivedAt: new Date("2026-01-01"),
      dueOn: new Date("2026-02-01"),
    },
    select: { pk: true },
  });

/** 8:05 in New York, where it is winter. A mail of a past morning would be too late to be sent. */
const morning = new Date("2099-11-30T13:05:00Z");

it("tells compliance what is due, with counts and links alone, once a day", async () => {
  await lateRequest();
  await createMember(organization, ["compliance"], { name: "Cora" });
  await createMember(organization, ["lead", "reviewer"], { name: "Lea" });
  await createMember(organization, ["admin"], { name: "Ada" });
  await Promise.all([sendDigests(morning), sendDigests(morning), sendDigests(morning)]);
  await sendDigests(new Date(morning.getTime() + 3_600_000));
  await sendDueMails();
  expect(server.mails).toHaveLength(1);
  const [mail] = server.mails;
  expect(mail?.text).toContain("Hello Cora");
  expect(mail?.text).toContain("1 request is overdue");
  expect(mail?.text).toContain("/live/requests");
  expect(mail?.text).not.toContain("dsr_");
  await sendDigests(new Date(morning.getTime() + 86_400_000));
  expect(await db.mail.count()).toBe(2);
});

it("is sent from eight to noon of the organization's day, and not before or after", async () => {
  await lateRequest();
  await createMember(organization, ["compliance"]);
  for (const time of ["2099-11-30T12:59:00Z", "2099-11-30T17:00:00Z", "2099-11-30T03:00:00Z"])
    await sendDigests(new Date(time));
  expect(await db.mail.count()).toBe(0);
  await sendDigests(new Date("2099-11-30T13:00:00Z"));
  expect(await db.mail.count()).toBe(1);
});

it("is not sent to those who turned it off, nor when nothing is due, nor about sandbox", async () => {
  const member = await createMember(organization, ["compliance"]);
  await lateRequest("sandbox");
  await sendDigests(morning);
  expect(await db.mail.count()).toBe(0);
  await lateRequest();
  await db.member.update({ where: { id: member.id }, data: { dailyMail: false } });
  await sendDigests(morning);
  expect(await db.mail.count()).toBe(0);
});
