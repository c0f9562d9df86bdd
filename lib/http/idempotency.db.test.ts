import { beforeEach, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { authenticateApiKey } from "@/lib/auth/api-key";
import { parseExact } from "@/lib/format/exact-json";
import { once } from "@/lib/http/idempotency";
import { callPath } from "@/test/api";
import { openSample } from "@/test/case-scene";
import {
  createApiKey,
  createBareCases,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let secret: string;
let reviewerId: string;

beforeEach(async () => {
  await db.idempotentAnswer.deleteMany();
  organization = await createOrganization();
  secret = await createApiKey(organization, Object.keys(scopePermissions));
  reviewerId = (await createMember(organization, ["reviewer", "lead"])).id;
});

const post = (target: string, key: string, body: object) =>
  callPath("POST", target, {
    headers: { "X-API-Key": secret, "Idempotency-Key": key, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const claim = (caseId: string, key: string) =>
  post(`/api/v1/cases/${caseId}/claim`, key, { reviewer_id: reviewerId });
const note = (caseId: string, key: string) =>
  post(`/api/v1/cases/${caseId}/notes`, key, { content: "Once." });

const rowOf = (key: string) => db.idempotentAnswer.findFirstOrThrow({ where: { key } });
const changeRow = (key: string, data: object) => db.idempotentAnswer.updateMany({ where: { key }, data });
const versionOf = async (id: string) => (await db.reviewCase.findFirstOrThrow({ where: { id } })).version;
const eventsOf = (resourceId: string, type: string) => db.auditEvent.count({ where: { resourceId, type } });

/** What is left of a call whose process was killed before it had done anything. */
async function cutOff(caseId: string, key: string): Promise<void> {
  await claim(caseId, key);
  await changeRow(key, {
    status: null,
    body: null as never,
    doneAt: null,
    leaseUntil: new Date(Date.now() - 1),
  });
  await db.reviewCase.updateMany({
    where: { id: caseId },
    data: { status: "open", assignedTo: null, claimedAt: null, claimExpiresAt: null },
  });
}

describe("an interrupted call with an Idempotency-Key", () => {
  it("before its commit is made by the next attempt", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    await cutOff(id, "k");
    const answer = await claim(id, "k");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id, assigned_to: reviewerId });
  });

  it("left by an older program is made by the next attempt", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    await cutOff(id, "k");
    await changeRow("k", { holder: null, leaseUntil: null });
    expect((await claim(id, "k")).status).toBe(200);
  });

  it("after its commit is answered from the current state, and not repeated", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    const first = await (await claim(id, "k")).json();
    expect((await rowOf("k")).doneAt).not.toBeNull();
    await changeRow("k", { status: null, body: null as never, leaseUntil: new Date(0) });
    const version = await versionOf(id);
    const again = await claim(id, "k");
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
    expect(await versionOf(id)).toBe(version);
    expect(await eventsOf(id, "case.claimed")).toBe(1);
    // A case has values of a person, so what was told is not stored.
    expect((await rowOf("k")).body).toBeNull();
  });

  it("that claimed the next case is answered with that case", async () => {
    await createBareCases(organization, 3);
    const first = await (await post("/api/v1/cases/next", "n", { reviewer_id: reviewerId })).json();
    await changeRow("n", { status: null, body: null as never, leaseUntil: new Date(0) });
    const again = await (await post("/api/v1/cases/next", "n", { reviewer_id: reviewerId })).json();
    expect(again.id).toBe(first.id);
    expect(await db.reviewCase.count({ where: { assignedTo: reviewerId } })).toBe(1);
  });

  it("whose answer is not stored is reported as done", async () => {
    await importFor(await createMember(organization, ["admin"]), sampleAs("ses_1"));
    const { id } = await db.reviewCase.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    expect((await note(id, "note")).status).toBe(200);
    await changeRow("note", { status: null, leaseUntil: new Date(0) });
    const again = await note(id, "note");
    expect(again.status).toBe(409);
    expect((await again.json()).detail).toBe(
      "This call succeeded. Its response contained personal data and was not stored.",
    );
    expect(await eventsOf(id, "case.note-added")).toBe(1);
  });

  it("of a repeatable write is made again", async () => {
    await importFor(await createMember(organization, ["admin"]), sampleAs("ses_2"));
    const redact = () => post("/api/v1/sessions/bulk-redact", "bulk", { session_ids: ["ses_2"] });
    await redact();
    await changeRow("bulk", { status: null, body: null as never, leaseUntil: new Date(0) });
    expect((await (await redact()).json()).results[0].status).toBe("already_redacted");
  });

  it("belongs to its process while that lives, and says when to try again", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    await cutOff(id, "k");
    await changeRow("k", { leaseUntil: new Date(Date.now() + 60_000) });
    const answer = await claim(id, "k");
    expect(answer.status).toBe(409);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await answer.json()).detail).toMatch(/still running/);
  });

  it("changes nothing when another attempt has taken over meanwhile", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    const version = await versionOf(id);
    // Between taking the call and its commit, somebody else holds it.
    await db.$executeRaw`CREATE FUNCTION take_over() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN UPDATE idempotent_answers SET holder = ''another''; RETURN NEW; END'`;
    await db.$executeRaw`CREATE TRIGGER take_over BEFORE UPDATE ON review_cases FOR EACH ROW EXECUTE FUNCTION take_over()`;
    try {
      const answer = await claim(id, "k");
      expect(answer.status).toBe(409);
      expect((await answer.json()).detail).toMatch(/has taken over/);
    } finally {
      await db.$executeRaw`DROP TRIGGER take_over ON review_cases`;
      await db.$executeRaw`DROP FUNCTION take_over`;
    }
    expect(await versionOf(id)).toBe(version);
    expect(await eventsOf(id, "case.claimed")).toBe(0);
  });

  it("is done once, however many attempts run at once", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    const answers = await Promise.all(Array.from({ length: 12 }, () => claim(id, "k")));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await versionOf(id)).toBe(2);
    expect((await claim(id, "k")).status).toBe(200);
    expect(await eventsOf(id, "case.claimed")).toBe(1);
  });
});

describe("a call with an Idempotency-Key", () => {
  it("that was refused may be repeated with the same key", async () => {
    const [id = ""] = await createBareCases(organization, 1);
    await db.reviewCase.updateMany({
      where: { id },
      data: {
        status: "in_review",
        assignedTo: "mem_other",
        claimedAt: new Date(),
        claimExpiresAt: new Date(Date.now() + 60_000),
      },
    });
    expect((await claim(id, "k")).status).toBe(409);
    expect(await db.idempotentAnswer.count({ where: { key: "k" } })).toBe(0);
    await db.reviewCase.updateMany({
      where: { id },
      data: { status: "open", assignedTo: null, claimedAt: null, claimExpiresAt: null },
    });
    expect((await claim(id, "k")).status).toBe(200);
  });

  it("is the same however its body is spelled, and another one with another value", async () => {
    const actor = await authenticateApiKey(secret, {});
    const send = (body: string) =>
      once(
        new Request("http://localhost:3000/api/v1/x", {
          method: "POST",
          headers: { "Idempotency-Key": "s" },
        }),
        actor,
        { params: {}, form: new Map(), body: parseExact(body, "value"), origin: {} },
        async () => ({ status: 200, body: {} }),
      );
    await send('{"metadata":{"a":1,"b":{"c":9007199254740993,"d":[1.5,1e3]}}}');
    for (const body of [
      '{"metadata":{"b":{"d":[1.50,1000],"c":9007199254740993},"a":1}}',
      '{ "metadata" : { "a": 1.0, "b": { "c": 9.007199254740993e15, "d": [15e-1, 1000.0] } } }',
    ])
      expect(await send(body), body).toEqual({ status: 200, body: {} });
    for (const body of [
      '{"metadata":{"a":1,"b":{"c":9007199254740992,"d":[1.5,1e3]}}}',
      '{"metadata":{"a":"1","b":{"c":9007199254740993,"d":[1.5,1e3]}}}',
      '{"metadata":{"a":1,"b":{"c":9007199254740993,"d":[1e3,1.5]}}}',
      '{"metadata":{"a":1,"b":{"c":"9007199254740993","d":[1.5,1e3]}}}',
    ])
      await expect(send(body), body).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  it("is not answered again after its session is restricted", async () => {
    await importFor(await createMember(organization, ["admin"]), openSample("ses_4"));
    const { id } = await db.reviewCase.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const calls: [string, string, object][] = [
      [`/api/v1/cases/${id}/claim`, "r1", { reviewer_id: reviewerId }],
      ["/api/v1/cases", "r2", { session_id: "ses_4" }],
      ["/api/v1/cases/search", "r3", { q: "ses_4" }],
      ["/api/v1/sessions/ses_4/holds", "r4", { reason: "Matter 7", owner: "Legal", review_on: "2099-01-01" }],
      ["/api/v1/redactions/forecast", "r5", { session_ids: ["ses_4"] }],
    ];
    const answers = async () =>
      Promise.all(calls.map(async ([target, key, body]) => (await post(target, key, body)).status));
    const before = await answers();
    expect(before.map((status) => status < 300)).toEqual(calls.map(() => true));
    expect(await answers()).toEqual(before);
    await db.session.updateMany({ where: { id: "ses_4" }, data: { restrictedAt: new Date() } });
    expect(await answers()).toEqual(calls.map(() => 404));
  });

  it("is another one with another query", async () => {
    await importFor(await createMember(organization, ["admin"]), sampleAs("ses_3"));
    const redact = (query: string) =>
      callPath("DELETE", `/api/v1/sessions/ses_3/data${query}`, {
        headers: { "X-API-Key": secret, "Idempotency-Key": "q" },
      });
    expect((await redact("?reason=asked%20for%20by%20the%20person")).status).toBe(200);
    const other = await redact("?reason=another%20one%20altogether");
    expect([other.status, (await other.json()).error]).toEqual([422, "idempotency_mismatch"]);
  });
});
