import { expect, it } from "vitest";
import { listEvents } from "@/lib/audit/read";
import { auditListQuery } from "@/lib/audit/schema";
import { updateBlocklist } from "@/lib/lists/write";
import { updateWorkload } from "@/lib/members/write";
import { setCaseScene } from "@/test/case-scene";
import { actorOf, createMember } from "@/test/factories";
import { db } from "@/test/test-db";

it("finds events by the id of their subject, whose prefix tells the type if none is given", async () => {
  const { organization, anna, caseId, sessionId } = await setCaseScene();
  const lea = await createMember(organization, ["lead"]);
  await updateWorkload(lea, { memberId: anna.id, capacity: 3 });
  await updateBlocklist(lea, { matchMode: "block" });
  const found = async (resourceId: string, resourceType?: string) =>
    (await listEvents(actorOf(organization), { resourceId, resourceType, limit: 10, offset: 0 })).data.map(
      (event) => `${event.resourceType} ${event.type}`,
    );
  expect(await found(sessionId)).toEqual(["session session.imported"]);
  expect(await found(anna.id)).toEqual(["member settings.updated"]);
  expect(await found("list_blocklist")).toEqual(["list settings.updated"]);
  expect(await found(caseId)).toEqual(await found(caseId, "case"));
  expect(await found(anna.id, "session")).toEqual([]);
  const about = async (id: string) =>
    (await listEvents(actorOf(organization), auditListQuery.parse({ about: id, limit: 50 }))).data.map(
      (event) => `${event.resourceType} ${event.type}`,
    );
  expect(await about(sessionId)).toEqual(
    expect.arrayContaining([...(await found(sessionId)), ...(await found(caseId))]),
  );
  const { externalRef } = await db.session.findFirstOrThrow({ where: { id: sessionId } });
  const at = new Date();
  await db.identity.create({
    data: {
      organizationPk: organization.pk,
      environment: actorOf(organization).scope.environment,
      id: "idn_about",
      externalRef: externalRef ?? "",
      createdAt: at,
      updatedAt: at,
    },
  });
  expect(await about("idn_about")).toEqual(await about(sessionId));
  expect(await about("ses_nobody")).toEqual([]);
  for (const nothing of ["__proto__", "constructor_x"]) expect(await found(nothing)).toEqual([]);
});
