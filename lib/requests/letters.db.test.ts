import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { closeRequest } from "@/lib/requests/close";
import { downloadLetter } from "@/lib/requests/letters";
import * as clocks from "@/lib/requests/pause";
import * as requests from "@/lib/requests/write";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;
let requestId: string;

beforeEach(async () => {
  organization = await createOrganization("Acme Ltd");
  officer = await createMember(organization, ["compliance"]);
  const requester = { firstName: "خالد", lastName: "الظفيري" };
  ({ id: requestId } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    jurisdiction: "gdpr",
    requester,
  }));
});

const textOf = async (
  letter: Parameters<typeof downloadLetter>[1]["letter"],
  language: "en" | "fr" = "en",
) => {
  const { bytes } = await downloadLetter(officer, { requestId, letter, language });
  return (await readPdf(bytes)).told.map(({ text }) => text).join("\n");
};

it("acknowledges a request, with the letterhead and the name in its own letters", async () => {
  const text = await textOf("acknowledgement");
  expect(text).toMatch(/^Acme Ltd\n1 Test Street\n/);
  expect(text).toContain("To خالد الظفيري, ");
  expect(text).toContain(`We have received your request ${requestId}`);
  const event = await db.auditEvent.findFirstOrThrow({
    where: { organizationPk: organization.pk, type: "request.letter-downloaded" },
  });
  expect(event).toMatchObject({
    resourceId: requestId,
    metadata: { letter: "acknowledgement", language: "en" },
  });
});

it("asks for proof of identity while the clock waits for it, in the words of who paused it", async () => {
  const early = { requestId, letter: "identity_question", language: "en" } as const;
  await expect(downloadLetter(officer, early)).rejects.toMatchObject({ code: "conflict" });
  await clocks.pauseClock(officer, {
    requestId,
    ground: "identity",
    reason: "Nous vous avons envoyé un code.",
  });
  expect(await textOf("identity_question", "fr")).toContain(
    "Ce que nous demandons, et pourquoi : Nous vous avons envoyé un code.",
  );
  expect(await textOf("acknowledgement")).toContain("Our time limit depends on the day");
  await clocks.resumeClock(officer, { requestId });
  await expect(downloadLetter(officer, early)).rejects.toMatchObject({ code: "conflict" });
});

it("tells of an extension with its reason and the new last day", async () => {
  const early = { requestId, letter: "extension", language: "en" } as const;
  await expect(downloadLetter(officer, early)).rejects.toMatchObject({ code: "conflict" });
  const { clock } = await clocks.extendRequest(officer, { requestId, reason: "There are many records." });
  const text = await textOf("extension");
  expect(text).toContain("The reason: There are many records.");
  const due = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(clock.dueOn),
  );
  expect(text).toContain(`We will answer by ${due}.`);
});

it("is for those who work on open requests, and waits for the postal address", async () => {
  const path = `/api/v1/requests/${requestId}/letters`;
  const body = JSON.stringify({ letter: "acknowledgement", language: "de" });
  const auditor = await signedInHeaders((await createMember(organization, ["auditor"])).id);
  expect((await callPath("POST", path, { headers: auditor, body })).status).toBe(403);
  const own = await signedInHeaders(officer.id);
  const answer = await callPath("POST", path, { headers: own, body });
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(answer.headers.get("content-disposition")).toContain(`${requestId}-acknowledgement.pdf`);
  await db.organization.update({ where: { pk: organization.pk }, data: { postalAddress: "" } });
  await expect(textOf("acknowledgement")).rejects.toMatchObject({ fields: [{ field: "postal_address" }] });
  await db.organization.update({ where: { pk: organization.pk }, data: { postalAddress: "1 Street" } });
  await closeRequest(officer, { requestId, status: "withdrawn", reason: "They said so." });
  await expect(textOf("acknowledgement")).rejects.toMatchObject({ code: "conflict" });
});

it("asks a Californian without a pause of the clock, in the words that go with the letter", async () => {
  const receive = async (kind: "access" | "restriction") =>
    (
      await requests.receiveRequest(officer, {
        ...{ kind, channel: "email", jurisdiction: "ccpa" },
        requester: { firstName: "Ada" },
      })
    ).id;
  const question = "Send us a code.";
  const ask = { letter: "identity_question", language: "en" } as const;
  const gdpr = requestId;
  requestId = await receive("access");
  await expect(downloadLetter(officer, { ...ask, requestId })).rejects.toMatchObject({ code: "conflict" });
  const { bytes } = await downloadLetter(officer, { ...ask, requestId, question });
  const text = (await readPdf(bytes)).told.map((each) => each.text).join("\n");
  expect(text).toContain("What we ask for, and why: Send us a code.");
  expect(text).toContain("11 CCR § 7060(d)");
  expect(text).toContain("You do not have to pay for the verification.");
  expect(text).not.toMatch(/GDPR|Art\./);
  // No identity may be asked for, and under another law the question is the reason of the pause.
  await expect(
    downloadLetter(officer, { ...ask, question, requestId: await receive("restriction") }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("7060(b)") });
  await expect(downloadLetter(officer, { ...ask, question, requestId: gdpr })).rejects.toMatchObject({
    code: "validation_error",
    fields: [{ field: "question", message: "is not possible under this law" }],
  });
});
