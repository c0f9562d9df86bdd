import sharp from "sharp";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { findAskPage } from "@/lib/auth/ask";
import { getOrganization } from "@/lib/organization/read";
import { organizationInput } from "@/lib/organization/schema";
import { removeLogo, setLogo, updateOrganization } from "@/lib/organization/write";
import { getRequestSettings } from "@/lib/request-settings/read";
import { updateRequestSettings } from "@/lib/request-settings/write";
import { callPath } from "@/test/api";
import { createMember, createOrganization, sampleImage } from "@/test/factories";
import { db } from "@/test/test-db";

let admin: Actor;

beforeEach(async () => {
  admin = await createMember(await createOrganization(), ["admin"]);
});

const changesSaved = async () => {
  const where = { organizationPk: admin.scope.organizationPk, type: "settings.updated" };
  const events = await db.auditEvent.findMany({ where, orderBy: { sequence: "asc" } });
  return events.map(({ resourceId, metadata }) => ({ resourceId, ...(metadata as { changes: object }) }));
};

const picture = async (format: "png" | "jpeg" | "webp" = "png", size = 64) =>
  (await sampleImage(format, size)).toString("base64");

it("stores changes, leaves the rest, and records old and new values", async () => {
  const { version, email } = await getOrganization(admin);
  const saved = await updateOrganization(admin, {
    version,
    name: "Acme Ltd",
    timeZone: "Europe/Dublin",
    language: "de",
  });
  expect(saved).toMatchObject({ name: "Acme Ltd", timeZone: "Europe/Dublin", email, version: version + 1 });
  expect(await changesSaved()).toEqual([
    {
      resourceId: "organization",
      changes: {
        name: { before: "Test organization", after: "Acme Ltd" },
        timeZone: { before: "UTC", after: "Europe/Dublin" },
        language: { before: "en", after: "de" },
      },
    },
  ]);
  expect((await getRequestSettings(admin)).timeZone).toBe("Europe/Dublin");
});

it("refuses a save from an older page, of the fields and of the logo", async () => {
  const { version } = await getOrganization(admin);
  await updateOrganization(admin, { version, phone: "+353 1 234" });
  const late = { code: "conflict" };
  await expect(updateOrganization(admin, { version, phone: "" })).rejects.toMatchObject(late);
  await expect(setLogo(admin, { version, image: await picture() })).rejects.toMatchObject(late);
  await expect(removeLogo(admin, { version })).rejects.toMatchObject(late);
  expect(await getOrganization(admin)).toMatchObject({ phone: "+353 1 234", logo: null });
});

it.each([
  { name: "" },
  { name: " " },
  { name: "a\r\nBcc: x@y.example" },
  { name: "a\0b" },
  { email: "no address" },
  { officerEmail: "a\n@x.example" },
  { phone: "call us" },
  { website: "javascript:alert(1)" },
  { website: "acme.example" },
  { privacyNotice: "javascript:alert(1)" },
  { privacyNotice: "acme.example/privacy" },
  { timeZone: "Moon/Base" },
  { language: "it" },
  { postalAddress: "x".repeat(1001) },
  { logo: "x" },
])("refuses %j", (wrong) => {
  expect(organizationInput.safeParse({ version: 1, ...wrong }).success).toBe(false);
});

it("is read by those who read settings, and changed by admins alone", async () => {
  const organization = { pk: admin.scope.organizationPk, id: admin.scope.organizationId };
  const forbidden = { code: "forbidden" };
  for (const role of ["lead", "compliance", "auditor"] as const) {
    const member = await createMember(organization, [role]);
    const { version } = await getOrganization(member);
    await expect(updateOrganization(member, { version, name: "x" })).rejects.toMatchObject(forbidden);
    await expect(setLogo(member, { version, image: await picture() })).rejects.toMatchObject(forbidden);
    await expect(removeLogo(member, { version })).rejects.toMatchObject(forbidden);
  }
  const reviewer = await createMember(organization, ["reviewer"]);
  await expect(getOrganization(reviewer)).rejects.toMatchObject(forbidden);
});

describe("the logo", () => {
  const fetchLogo = (organizationId = admin.scope.organizationId) =>
    callPath("GET", `/api/v1/logos/${organizationId}`);

  it.each(["png", "jpeg", "webp"] as const)(
    "is taken as %s and served as a PNG, and as nothing else",
    async (format) => {
      const { version } = await getOrganization(admin);
      const saved = await setLogo(admin, { version, image: await picture(format, 410) });
      expect(saved.logo).toMatchObject({ width: 400, height: 400 });
      const answer = await fetchLogo();
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("image/png");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      const { format: served, exif } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect([served, exif]).toEqual(["png", undefined]);
    },
  );

  it("has another address after it is replaced, is removed, and both are recorded", async () => {
    const { version } = await getOrganization(admin);
    const first = await setLogo(admin, { version, image: await picture() });
    const second = await setLogo(admin, { version: version + 1, image: await picture("png", 32) });
    expect(second.logo?.url).not.toBe(first.logo?.url);
    expect((await removeLogo(admin, { version: version + 2 })).logo).toBeNull();
    expect((await fetchLogo()).status).toBe(404);
    const saved = (await changesSaved()) as unknown as {
      changes: { logo: { before: string; after: string } };
    }[];
    const [made, replaced, removed] = saved.map(({ changes }) => changes.logo);
    expect(made?.before).toBeNull();
    expect(replaced?.before).toBe(made?.after);
    expect(removed).toEqual({ before: replaced?.after, after: null });
  });

  it.each([
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), "SVG"],
    ["a web page", Buffer.from("<!doctype html><script>alert(1)</script>"), "web page"],
    ["half a picture", null, "damaged"],
  ])("refuses %s", async (_, given, said) => {
    const bytes = given ?? (await sampleImage("png", 200)).subarray(0, 2000);
    const { version } = await getOrganization(admin);
    await expect(setLogo(admin, { version, image: bytes.toString("base64") })).rejects.toMatchObject({
      code: "validation_error",
      message: expect.stringContaining(said),
    });
  });

  it("refuses more than 2000 pixels and more than 512 kB", async () => {
    const { version } = await getOrganization(admin);
    const blank = { create: { width: 2001, height: 10, channels: 3 as const, background: "#888" } };
    const wide = (await sharp(blank).png().toBuffer()).toString("base64");
    await expect(setLogo(admin, { version, image: wide })).rejects.toMatchObject({
      message: expect.stringContaining("2001 × 10"),
    });
    const large = Buffer.alloc(512 * 1024 + 1).toString("base64");
    await expect(setLogo(admin, { version, image: large })).rejects.toMatchObject({
      code: "payload_too_large",
    });
  });

  it("is not found for an unknown organization", async () => {
    expect((await fetchLogo("org_nobody")).status).toBe(404);
  });
});

it("the public page shows whose it is", async () => {
  const { version } = await getOrganization(admin);
  const privacyNotice = "https://acme.example/privacy";
  await updateOrganization(admin, { version, name: "Acme Ltd", language: "de", privacyNotice });
  const settings = await getRequestSettings(admin);
  await updateRequestSettings(admin, { version: settings.version, askIsOpen: true });
  expect(await findAskPage(admin.scope.organizationId, "sandbox")).toMatchObject({
    owner: { name: "Acme Ltd", lines: ["1 Test Street", "privacy@test.example"], privacyNotice, logo: null },
    language: "de",
  });
});
