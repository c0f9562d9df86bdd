import { expect, it } from "vitest";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { listRequests } from "@/lib/register/read";
import { requestsQuery } from "@/lib/register/schema";
import { getResult, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { getRisk } from "@/lib/signals/read";
import { openSample } from "@/test/case-scene";
import { actorOf, createMember, createOrganization, importFor } from "@/test/factories";
import { receive } from "@/test/request-scene";
import { db } from "@/test/test-db";

it("an unreadable stored value does not break its list, and is reported once", async () => {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  const [reviewer, officer] = [
    await createMember(organization, ["reviewer"]),
    await createMember(organization, ["compliance"]),
  ];
  for (const id of ["ses_sound", "ses_damaged"]) await importFor(admin, openSample(id));
  const sound = await receive(officer);
  const damaged = await receive(officer);
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  const { pk } = await db.session.findFirstOrThrow({ where: { ...scope, id: "ses_damaged" } });
  const result = await db.result.findFirstOrThrow({ where: { sessionPk: pk } });
  const flipped = (sealed: Uint8Array | null) => {
    const bytes = Buffer.from(sealed ?? []);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    return bytes;
  };
  await db.result.updateMany({ where: { sessionPk: pk }, data: { sealed: flipped(result.sealed) } });
  const request = await db.request.findFirstOrThrow({ where: { id: damaged.id } });
  await db.request.updateMany({ where: { id: damaged.id }, data: { sealed: flipped(request.sealed) } });

  for (let time = 0; time < 2; time++) {
    const sessions = (await listSessions(reviewer, sessionListQuery.parse({}))).data;
    const subjectOf = new Map(sessions.map(({ id, subject }) => [id, subject]));
    expect(subjectOf.get("ses_damaged")).toBe("unreadable");
    expect(subjectOf.get("ses_sound")).toContain("•••");
    const cases = (await listCases(reviewer, caseListQuery.parse({}))).data;
    const caseOf = new Map(cases.map(({ sessionId, subject }) => [sessionId, subject]));
    expect(caseOf.get("ses_damaged")).toBe("unreadable");
    expect(caseOf.get("ses_sound")).toContain("•••");
    const requests = (await listRequests(officer, requestsQuery.parse({}))).data;
    expect(requests.find(({ id }) => id === damaged.id)?.requester).toBe("unreadable");
    expect(requests.find(({ id }) => id === sound.id)?.requester).toContain("•••");
  }
  const told = await db.auditEvent.findMany({ where: { ...scope, type: "record.damaged" } });
  expect(told.map(({ metadata }) => metadata)).toEqual([
    { kind: "result", id: "ses_damaged" },
    { kind: "request", id: damaged.id },
  ]);
});

it("a sealed value of one session cannot be opened in another, even with the name of its key", async () => {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  const reader = actorOf(organization);
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  for (const id of ["ses_own", "ses_foreign"]) await importFor(admin, openSample(id));
  const [own, foreign] = await Promise.all(
    ["ses_own", "ses_foreign"].map((id) =>
      db.session.findFirstOrThrow({
        where: { ...scope, id },
        include: { result: true, signals: true },
      }),
    ),
  );
  if (!own || !foreign) throw new Error("There are no two sessions.");
  await db.session.updateMany({ where: { pk: own.pk }, data: { dataKeyId: foreign.dataKeyId } });
  const { pk: _, sessionPk: __, ...result } = { pk: 0n, ...foreign.result };
  await db.result.updateMany({ where: { sessionPk: own.pk }, data: result });
  await db.fraudSignal.deleteMany({ where: { sessionPk: own.pk } });
  for (const { pk: _, ...signal } of foreign.signals)
    await db.fraudSignal.create({ data: { ...signal, sessionPk: own.pk } });
  await expect(getResult(reader, { sessionId: own.id })).rejects.toThrow();
  await expect(getRisk(reader, { sessionId: own.id })).rejects.toThrow();
  const listed = (await listSessions(reader, sessionListQuery.parse({}))).data;
  expect(listed.map(({ id }) => id).sort()).toEqual(["ses_foreign", "ses_own"]);
});
