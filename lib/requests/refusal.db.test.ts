import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { refusalInput } from "@/lib/refusals/schema";
import { closeRequest } from "@/lib/requests/close";
import { askForFee } from "@/lib/requests/fee";
import { downloadLetter } from "@/lib/requests/letters";
import { confirmRefusal, refuseRequest, withdrawRefusal } from "@/lib/requests/refusal";
import { receiveRequest, verifyRequester } from "@/lib/requests/write";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let officer: Actor;

beforeEach(async () => {
  organization = await createOrganization("Acme Ltd");
  officer = await createMember(organization, ["compliance"]);
  await db.requestSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { record: { authority: "The Authority, 1 Road" } },
  });
});

const receive = async (more = {}) => {
  const requester = { firstName: "Ada", lastName: "Byron" };
  const input = { kind: "access", channel: "email", jurisdiction: "gdpr", requester, ...more } as const;
  return (await receiveRequest(officer, input)).id;
};

const excessive = {
  ground: "excessive",
  earlier: "dsr_1 of 2 November, answered on 9 November.",
  circumstances: "Nothing was added since.",
  reason: "You asked for the same three weeks ago.",
} as const;

const fourEyes = () =>
  db.requestSettings.updateMany({ where: { organizationPk: organization.pk }, data: { fourEyes: true } });

const events = async (requestId: string) =>
  (
    await db.auditEvent.findMany({
      where: { organizationPk: organization.pk, resourceId: requestId },
      orderBy: { id: "asc" },
    })
  ).map(({ type, metadata }) => [type, metadata]);

const letterOf = async (
  requestId: string,
  letter: "refusal" | "fee_question",
  language: "en" | "de" = "en",
) => {
  const { bytes } = await downloadLetter(officer, { requestId, letter, language });
  return (await readPdf(bytes)).told.map(({ text }) => text).join("\n");
};

describe("a refusal", () => {
  it("names its ground and the facts that prove it, and its letter the rights of the requester", async () => {
    const requestId = await receive();
    await expect(letterOf(requestId, "refusal")).rejects.toMatchObject({ code: "conflict" });
    const refused = await refuseRequest(officer, { requestId, ...excessive });
    const { earlier, circumstances } = excessive;
    expect(refused).toMatchObject({
      status: "refused",
      reasons: { closing: excessive.reason },
      refusal: { ground: "excessive", facts: { earlier, circumstances }, confirmedBy: null },
    });
    expect((await events(requestId)).at(-1)).toEqual([
      "request.closed",
      { status: "refused", ground: "excessive" },
    ]);
    const letter = await letterOf(requestId, "refusal", "de");
    expect(letter).toContain("exzessiv, weil er frühere Anträge wiederholt (Art. 12 Abs. 5 DSGVO).");
    expect(letter).toContain(`Der Grund: ${excessive.reason}`);
    expect(letter).toContain("(Art. 77 DSGVO), zum Beispiel bei: The Authority, 1 Road");
    expect(letter).toContain("vor Gericht gehen (Art. 79 DSGVO)");
    // What proves it is for the file, not for the requester.
    expect(letter).not.toContain("dsr_1 of");
    const [row] = await db.request.findMany({ where: { id: requestId } });
    expect(Buffer.from(row?.sealed ?? []).includes("weeks ago")).toBe(false);
  });

  it("is proposed by one and confirmed by another, where four eyes are needed", async () => {
    await fourEyes();
    const requestId = await receive();
    const proposed = await refuseRequest(officer, { requestId, ...excessive });
    expect(proposed).toMatchObject({
      status: "open",
      reasons: { closing: null },
      refusal: { proposedBy: officer.id, hasSecondPerson: false },
    });
    const { version } = proposed;
    await expect(confirmRefusal(officer, { requestId, version })).rejects.toMatchObject({
      code: "forbidden",
    });
    const second = await createMember(organization, ["compliance"]);
    expect(await confirmRefusal(second, { requestId, version })).toMatchObject({
      status: "refused",
      reasons: { closing: excessive.reason },
      refusal: { proposedBy: officer.id, hasSecondPerson: true },
    });
    await expect(confirmRefusal(second, { requestId, version: version + 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const types = (await events(requestId)).map(([type]) => type);
    expect(types).toEqual(["request.received", "request.refusal-proposed", "request.closed"]);
  });

  it("is confirmed by the second person as they read it, and by nobody unread", async () => {
    await fourEyes();
    const requestId = await receive();
    const read = await refuseRequest(officer, { requestId, ...excessive });
    await expect(
      refuseRequest(officer, { requestId, ...excessive, reason: "Another reason." }),
    ).rejects.toMatchObject({ code: "conflict" });
    await withdrawRefusal(officer, { requestId });
    await refuseRequest(officer, { requestId, ...excessive, reason: "Another reason." });
    const second = await createMember(organization, ["compliance"]);
    const headers = await signedInHeaders(second.id);
    const path = `/api/v1/requests/${requestId}/refusal/confirm`;
    const confirm = async (body: object) =>
      (await callPath("POST", path, { headers, body: JSON.stringify(body) })).status;
    expect(await confirm({})).toBe(422);
    expect(await confirm({ version: read.version })).toBe(409);
    expect(await confirm({ version: read.version + 2 })).toBe(200);
  });

  it("that was only proposed can be withdrawn, and ends when the request ends otherwise", async () => {
    await fourEyes();
    const requestId = await receive();
    await refuseRequest(officer, { requestId, ...excessive });
    expect(await withdrawRefusal(officer, { requestId })).toMatchObject({ status: "open", refusal: null });
    await expect(withdrawRefusal(officer, { requestId })).rejects.toMatchObject({ code: "conflict" });
    await refuseRequest(officer, { requestId, ...excessive });
    const closed = await closeRequest(officer, { requestId, status: "withdrawn", reason: "They said so." });
    expect(closed).toMatchObject({
      status: "withdrawn",
      refusal: null,
      reasons: { closing: "They said so." },
    });
  });

  it("is not possible on a ground that does not apply", async () => {
    const facts = { reason: "No.", circumstances: "c", earlier: "e" };
    expect(
      refusalInput.safeParse({ ground: "abusive", ...facts }).error?.issues.map(({ path }) => path),
    ).toEqual([["circumstances"], ["earlier"], ["objective"], ["subjective"]]);
    const british = await receive({ jurisdiction: "uk_gdpr" });
    const abusive = { ground: "abusive", objective: "o", subjective: "s", reason: "No." } as const;
    await expect(refuseRequest(officer, { requestId: british, ...abusive })).rejects.toMatchObject({
      code: "conflict",
    });
    const erasure = await receive({ kind: "erasure" });
    const others = { ground: "third_party", others: "A flatmate.", reason: "No." } as const;
    await expect(refuseRequest(officer, { requestId: erasure, ...others })).rejects.toMatchObject({
      code: "conflict",
    });
    await verifyRequester(officer, { requestId: erasure, how: "document" });
    const unknown = { ground: "not_identified", asked: "A code.", reason: "No." } as const;
    await expect(refuseRequest(officer, { requestId: erasure, ...unknown })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("under the CCPA cites no article of the GDPR, and names the agencies of California", async () => {
    const requestId = await receive({ jurisdiction: "ccpa" });
    const asked = {
      ground: "not_identified",
      asked: "Two data points.",
      reason: "They do not agree.",
    } as const;
    await refuseRequest(officer, { requestId, ...asked });
    const letter = await letterOf(requestId, "refusal");
    expect(letter).toContain("(11 CCR §§ 7022(a), 7023(a), 7024(a))");
    expect(letter).toContain("cppa.ca.gov");
    expect(letter).not.toMatch(/GDPR|The Authority/);
  });

  it("waits for the supervisory authority that the letter names, and is for those who answer requests", async () => {
    const requestId = await receive();
    const auditor = await signedInHeaders((await createMember(organization, ["auditor"])).id);
    const path = `/api/v1/requests/${requestId}/refusal`;
    expect((await callPath("POST", path, { headers: auditor, body: JSON.stringify(excessive) })).status).toBe(
      403,
    );
    await refuseRequest(officer, { requestId, ...excessive });
    const shown = await callPath("GET", `/api/v1/requests/${requestId}`, { headers: auditor });
    expect(await shown.json()).toMatchObject({ refusal: { ground: "excessive", facts: null, reason: null } });
    await db.requestSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { record: {} },
    });
    await expect(letterOf(requestId, "refusal")).rejects.toMatchObject({
      fields: [{ field: "record.authority" }],
    });
  });
});

describe("a fee in place of a refusal", () => {
  const fee = { ...excessive, amount: "EUR 25" };

  it("is asked for once; the clock waits for it only where the law says so", async () => {
    const requestId = await receive();
    const asked = await askForFee(officer, { requestId, ...fee });
    expect(asked).toMatchObject({ status: "open", clock: { isPaused: false }, fee: { amount: "EUR 25" } });
    const letter = await letterOf(requestId, "fee_question");
    expect(letter).toContain("We ask for: EUR 25");
    expect(letter).toContain("(GDPR Art. 77)");
    await expect(askForFee(officer, { requestId, ...fee })).rejects.toMatchObject({ code: "conflict" });
    const british = await askForFee(officer, {
      requestId: await receive({ jurisdiction: "uk_gdpr" }),
      ...fee,
    });
    expect(british.clock).toMatchObject({ isPaused: true, pausedFor: ["fee"] });
    expect(british.reasons.pauseFee).toBe(excessive.reason);
  });
});
