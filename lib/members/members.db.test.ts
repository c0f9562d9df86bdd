import { expect, it } from "vitest";
import { updateMe } from "@/lib/members/write";
import { callPath } from "@/test/api";
import { createApiKey, createMember, createOrganization, keyActorOf } from "@/test/factories";
import { db } from "@/test/test-db";

const languageOf = async (id: string) => (await db.member.findUniqueOrThrow({ where: { id } })).language;
const eventsOf = (resourceId: string) =>
  db.auditEvent.findMany({ where: { resourceId }, select: { type: true, metadata: true } });

it("a member is spoken to in English until they choose another language, which the log records", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["auditor"]);
  const lea = await createMember(organization, ["lead"]);
  expect(await languageOf(anna.id)).toBe("en");
  expect(await updateMe(anna, { language: "de" })).toEqual({ id: anna.id, language: "de" });
  expect(await updateMe(anna, { language: "de" })).toEqual({ id: anna.id, language: "de" });
  expect(await languageOf(anna.id)).toBe("de");
  expect(await languageOf(lea.id)).toBe("en");
  expect(await eventsOf(anna.id)).toEqual([
    { type: "settings.updated", metadata: { changes: { language: { before: "en", after: "de" } } } },
  ]);
});

it("a removed member and an API key have no account to change", async () => {
  const organization = await createOrganization();
  const anna = await createMember(organization, ["reviewer"]);
  await db.member.update({ where: { id: anna.id }, data: { removedAt: new Date() } });
  await expect(updateMe(anna, { language: "de" })).rejects.toMatchObject({ code: "not_found" });
  const key = keyActorOf(organization, ["sessions:write", "cases:write", "requests:write"]);
  await expect(updateMe(key, { language: "de" })).rejects.toMatchObject({ code: "forbidden" });
});

it("the API takes only languages that the interface has", async () => {
  const secret = await createApiKey(await createOrganization(), ["sessions:read"]);
  const patch = async (body: object) => {
    const headers = { "x-api-key": secret, "content-type": "application/json" };
    return (await callPath("PATCH", "/api/v1/me", { headers, body: JSON.stringify(body) })).status;
  };
  expect(await patch({ language: "de" })).toBe(403);
  expect(await patch({ language: "fr" })).toBe(422);
  expect(await patch({ language: "de", roles: ["admin"] })).toBe(422);
  expect(await patch({})).toBe(422);
});
