import { expect, it } from "vitest";
import { listEvents } from "@/lib/audit/read";
import { updateBlocklist } from "@/lib/lists/write";
import { updateWorkload } from "@/lib/members/write";
import { setCaseScene } from "@/prisma/case-scene";
import { actorOf, createMember } from "@/prisma/factories";

it("finds events by the id of what they are about, told by its prefix where no type is given", async () => {
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
  for (const nothing of ["__proto__", "constructor_x", "rvc_\0"]) expect(await found(nothing)).toEqual([]);
});
