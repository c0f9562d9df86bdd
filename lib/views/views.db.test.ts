import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { listViews } from "@/lib/views/read";
import { viewInput } from "@/lib/views/schema";
import { changeView, deleteView, saveView } from "@/lib/views/write";
import { createMember, createOrganization, keyActorOf, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let anna: Actor;
let lea: Actor;

beforeEach(async () => {
  organization = await createOrganization();
  [anna, lea] = await Promise.all([
    createMember(organization, ["reviewer"]),
    createMember(organization, ["lead"]),
  ]);
});

const save = (actor: Actor, input: object = {}) =>
  saveView(
    actor,
    viewInput.parse({
      list: "sessions",
      name: "High risk",
      filter: { risk: "high,critical" },
      columns: ["id", "risk"],
      ...input,
    }),
  );
const namesOf = async (actor: Actor) =>
  (await listViews(actor, { list: "sessions" })).data.map(({ name }) => name);

describe("a saved view", () => {
  it("is its member's own until a lead shares one, and is of one list", async () => {
    const { data } = await save(anna);
    expect(data).toMatchObject([
      {
        name: "High risk",
        isMine: true,
        mayChange: true,
        content: { filter: { risk: "high,critical" }, columns: ["id", "risk"] },
      },
    ]);
    expect(await namesOf(lea)).toEqual([]);
    await save(lea, { name: "Everyone's", isShared: true });
    expect((await listViews(anna, { list: "sessions" })).data).toMatchObject([
      { name: "Everyone's", isShared: true, isMine: false, mayChange: false },
      { name: "High risk" },
    ]);
    expect((await listViews(anna, { list: "cases" })).data).toEqual([]);
    await expect(save(anna, { isShared: true })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is renamed and deleted by its member, and a shared one by who may share", async () => {
    const [own] = (await save(anna)).data;
    const [shared] = (await save(lea, { name: "Shared", isShared: true })).data;
    const [ownId, sharedId] = [own?.id ?? "", shared?.id ?? ""];
    await expect(changeView(lea, { viewId: ownId, name: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteView(anna, { viewId: sharedId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeView(anna, { viewId: ownId, isShared: true })).rejects.toMatchObject({
      code: "forbidden",
    });
    await changeView(anna, { viewId: ownId, name: "Renamed" });
    const admin = await createMember(organization, ["admin"]);
    await changeView(admin, { viewId: sharedId, name: "By the admin" });
    expect(await namesOf(anna)).toEqual(["By the admin", "Renamed"]);
    await deleteView(admin, { viewId: sharedId });
    await deleteView(anna, { viewId: ownId });
    await expect(deleteView(anna, { viewId: ownId })).rejects.toMatchObject({ code: "not_found" });
    expect(await namesOf(anna)).toEqual([]);
    const where = { organizationPk: organization.pk, type: { startsWith: "view." } };
    expect(await db.auditEvent.count({ where })).toBe(6);
  });

  it("that cannot be read says so and can still be deleted", async () => {
    const [view] = (await save(anna)).data;
    await db.savedView.updateMany({
      where: { organizationPk: organization.pk },
      data: { content: { filter: 7 } },
    });
    const { data } = await listViews(anna, { list: "sessions" });
    expect(data).toMatchObject([{ name: "High risk", content: null, mayChange: true }]);
    expect((await deleteView(anna, { viewId: view?.id ?? "" })).data).toEqual([]);
  });

  it("keeps no search text, and is refused for what a list does not have", () => {
    const input = { list: "sessions", name: "x", filter: {}, columns: [] };
    for (const wrong of [
      { filter: { q: "P1234567" } },
      { filter: { assignee: "mem_1" } },
      { filter: { risk: "x".repeat(501) } },
      { list: "members" },
      { name: " " },
      { name: "x".repeat(61) },
      { columns: ["<b>"] },
      { memberId: "mem_other" },
    ])
      expect([wrong, viewInput.safeParse({ ...input, ...wrong }).success]).toEqual([wrong, false]);
  });

  it("stays in the organization and the environment, and is not for API keys", async () => {
    await save(lea, { isShared: true });
    const stranger = await createMember(await createOrganization(), ["lead"]);
    const elsewhere = { ...lea, scope: { ...lea.scope, environment: "live" } } as Actor;
    for (const actor of [stranger, elsewhere]) expect(await namesOf(actor)).toEqual([]);
    const key = keyActorOf(organization, ["sessions:read"]);
    await expect(listViews(key, { list: "sessions" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("cannot be saved without end, also by two calls at once", async () => {
    const { organizationPk, environment } = lea.scope;
    const row = { organizationPk, environment, list: "cases" as const, name: "x", memberId: lea.id };
    await db.savedView.createMany({
      data: Array.from({ length: 99 }, (_, at) => ({
        ...row,
        id: `view_${organizationPk}_${at}`,
        content: {},
      })),
    });
    const saved = await Promise.allSettled([save(lea), save(lea)]);
    expect(saved.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
