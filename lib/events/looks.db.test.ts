import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { authenticateApiKey } from "@/lib/auth/api-key";
import { getDesk } from "@/lib/cases/desk";
import { listNotes } from "@/lib/cases/read";
import { claimCase } from "@/lib/cases/write";
import { listChecks } from "@/lib/checks/read";
import { listDocuments } from "@/lib/documents/read";
import { listLinks } from "@/lib/links/read";
import { whoLooked } from "@/lib/packages/looks";
import { nextCase } from "@/lib/queue/claim";
import { caseListQuery } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";
import { listScreening } from "@/lib/screening/read";
import { getResult, getSession, listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { getRisk } from "@/lib/signals/read";
import { openSample } from "@/test/case-scene";
import {
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

const sessionId = "ses_looked";
const caseId = "rvc_looked";
let organization: TestOrganization;
let anna: Actor;
let key: Actor;

beforeAll(async () => {
  organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  anna = await createMember(organization, ["reviewer"]);
  const sample = openSample(sessionId);
  const documents = [{ ...sample.documents?.[0], id: "doc_1", download_url: "a.jpg" }];
  const hits = [{ name: "Emil Johnson", match_score: 0.8 }];
  const screening = sample.screening?.map((check) => ({ ...check, hits }));
  await importFor(admin, { ...sample, documents, screening }, { "a.jpg": await sampleImage() });
  const scopes = ["sessions:read", "verifications:read", "cases:read"];
  const found = await authenticateApiKey(await createApiKey(organization, scopes), {});
  if (!found) throw new Error("no key");
  key = found;
});

const typesOf = async (actor: Actor) => {
  const where = { organizationPk: organization.pk, actorId: actor.id };
  return (await db.auditEvent.findMany({ where, orderBy: { sequence: "asc" } })).map(({ type, metadata }) =>
    [type, (metadata as { what?: string }).what].filter(Boolean).join(" "),
  );
};

describe("reading personal data", () => {
  it("records everything that an API key reads, once a minute", async () => {
    for (let again = 0; again < 2; again++) {
      await getResult(key, { sessionId });
      await getSession(key, { sessionId });
      await getRisk(key, { sessionId });
      await listChecks(key, { sessionId });
      await listScreening(key, { sessionId });
      await listNotes(key, { caseId });
      await getDesk(key, { caseId });
      await listSessions(key, sessionListQuery.parse({}));
    }
    const events = await typesOf(key);
    expect(new Set(events).size).toBe(events.length);
    for (const what of ["result", "session", "risk", "screening", "notes", "desk", "list of sessions"])
      expect(events).toContain(`pii.read ${what}`);
    const read = await db.auditEvent.findFirstOrThrow({
      where: { actorId: key.id, type: "pii.read", metadata: { path: ["what"], equals: "result" } },
    });
    expect((read.metadata as { fields: string[] }).fields).toContain("document_number");
    expect(JSON.stringify(read.metadata)).not.toContain("X12345678");
  });

  it("records when a person reads notes, links or the desk of a case that they have not claimed", async () => {
    await listNotes(anna, { caseId });
    await getDesk(anna, { caseId });
    await listLinks(anna, { caseId });
    expect(await typesOf(anna)).toEqual(["pii.read notes", "pii.read desk"]);
  });

  it("records a search by document number, with a digest and never the number", async () => {
    const number = "X12345678";
    await listSessions(anna, sessionListQuery.parse({ q: number }));
    await listCases(anna, caseListQuery.parse({ q: number }));
    await listSessions(anna, sessionListQuery.parse({ q: "NOBODY1" }));
    await listSessions(anna, sessionListQuery.parse({ q: sessionId }));
    const searches = await db.auditEvent.findMany({
      where: { actorId: anna.id, type: "search.by-document-number" },
      orderBy: { sequence: "asc" },
    });
    expect(searches.map(({ metadata }) => (metadata as { found: number }).found)).toEqual([1, 0]);
    expect(JSON.stringify(searches.map(({ metadata }) => metadata))).not.toMatch(/X12345678|NOBODY1/);
  });

  it("is refused to a person who guesses numbers by the hundred", async () => {
    const guesser = await createMember(organization, ["reviewer"]);
    const guess = async (at: number) => listSessions(guesser, sessionListQuery.parse({ q: `GUESS${at}` }));
    for (let at = 0; at < 60; at++) await guess(at);
    await expect(guess(60)).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("a case claimed ahead", () => {
  it("is fetched ahead until it is opened, and the log shows no look before that", async () => {
    const ben = await createMember(organization, ["reviewer"]);
    expect(await nextCase(ben, { tab: "unassigned", ahead: true })).toMatchObject({ id: caseId });
    await getDesk(ben, { caseId });
    const [document] = (await listDocuments(ben, { sessionId })).data;
    expect(document?.url).not.toBeNull();
    expect(await typesOf(ben)).toEqual(["case.claimed", "case.fetched-ahead", "document.fetched-ahead"]);
    const before = (await whoLooked(ben, sessionId)).length;

    await claimCase(ben, { caseId });
    await getDesk(ben, { caseId });
    await claimCase(ben, { caseId });
    expect(await typesOf(ben)).toEqual([
      ...["case.claimed", "case.fetched-ahead", "document.fetched-ahead"],
      ...["case.claimed", "case.opened", "document.viewed"],
    ]);
    const after = await whoLooked(ben, sessionId);
    expect(after.slice(before).map(({ what }) => what)).toEqual(["case.opened", "document.viewed"]);
  });
});
