import { beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/actor/permissions";
import { placeOf } from "@/lib/search/read";
import { createMember, createOrganization } from "@/test/factories";
import { type MarkedPerson, markedPerson } from "@/test/marked-person";
import { db } from "@/test/test-db";

let person: MarkedPerson;
let ids: {
  session: string;
  case: string;
  decision: string;
  document: string;
  identity: string;
  check: string;
};
const as = (role: Role) => createMember(person.organization, [role]);

beforeAll(async () => {
  person = await markedPerson();
  const found = await db.session.findFirstOrThrow({
    where: { pk: person.session.pk },
    include: { reviewCase: true, snapshots: true, documents: true, screening: true, identity: true },
  });
  const { organizationPk, environment } = found;
  const identity =
    found.identity ??
    (await db.identity.create({
      data: {
        organizationPk,
        environment,
        id: "idn_found",
        externalRef: "found",
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    }));
  ids = {
    session: found.id,
    case: found.reviewCase?.id ?? "",
    decision: found.snapshots[0]?.id ?? "",
    document: found.documents[0]?.id ?? "",
    identity: identity.id,
    check: found.screening[0]?.id ?? "",
  };
});

describe("a pasted id", () => {
  it("leads to its record, of any kind", async () => {
    const reviewer = await as("reviewer");
    const session = ids.session;
    expect(Object.values(ids).every(Boolean)).toBe(true);
    expect(await placeOf(reviewer, ids.session)).toEqual({ kind: "session", id: session });
    expect(await placeOf(reviewer, ids.case)).toEqual({ kind: "case", id: ids.case });
    expect(await placeOf(reviewer, ids.decision)).toEqual({
      kind: "decision",
      id: ids.decision,
      caseId: ids.case,
    });
    expect(await placeOf(reviewer, ids.identity)).toEqual({ kind: "identity", id: ids.identity });
    expect(await placeOf(reviewer, ids.document)).toEqual({ kind: "session", id: session, tab: "documents" });
    expect(await placeOf(reviewer, ids.check)).toEqual({ kind: "session", id: session, tab: "screening" });
  });

  it("finds nothing that the reader may not read", async () => {
    const event = await db.auditEvent.findFirstOrThrow({
      where: { organizationPk: person.organization.pk, environment: "sandbox" },
    });
    expect(await placeOf(await as("auditor"), event.id)).toEqual({ kind: "event", id: event.id });
    expect(await placeOf(await as("reviewer"), event.id)).toBeNull();
    const stranger = await createMember(await createOrganization(), ["compliance"]);
    for (const id of [...Object.values(ids), event.id]) expect(await placeOf(stranger, id), id).toBeNull();
    expect(await placeOf(await as("reviewer"), "ses_nobody")).toBeNull();
  });

  it("leads to a restricted session only for compliance", async () => {
    const { pk } = person.session;
    await db.session.updateMany({ where: { pk }, data: { restrictedAt: new Date() } });
    const [reviewer, officer] = [await as("reviewer"), await as("compliance")];
    for (const id of [ids.session, ids.case, ids.decision, ids.document, ids.check]) {
      expect(await placeOf(reviewer, id), id).toBeNull();
      expect(await placeOf(officer, id), id).not.toBeNull();
    }
  });
});
