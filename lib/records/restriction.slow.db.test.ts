import { beforeAll, describe, expect, it } from "vitest";
import { type Role, roles, scopePermissions } from "@/lib/actor/permissions";
import { listDocuments } from "@/lib/documents/read";
import { redactSession } from "@/lib/privacy/write";
import { openRestricted } from "@/lib/sessions/write";
import { type ApiRoute, apiRoutes, callPath, callRoute, signedInHeaders } from "@/test/api";
import { openSample } from "@/test/case-scene";
import { createApiKey, createMember, importFor } from "@/test/factories";
import { type MarkedPerson, markedPerson } from "@/test/marked-person";
import { db } from "@/test/test-db";

// Signing out ends the walk of whoever does it, and names no session.
const routes = (await apiRoutes()).filter(
  ({ handler, pattern }) => handler.spec && !/\/sign-(out|ins)$/.test(pattern),
);
const allScopes = Object.keys(scopePermissions);
/** Routes that name a session, or something by which one is reached. */
const reaching = ["sessionId", "caseId", "checkId", "identityId"];
/** A route for files reads its form first, and refuses a body that is none. */
const takesForm = ({ handler }: ApiRoute) =>
  (handler.spec as { form?: object } | undefined)?.form !== undefined;
const isReaching = ({ pattern }: ApiRoute) => reaching.some((name) => pattern.includes(`[${name}]`));
/** The log and the requests tell of sessions by their ids to the roles that are there for them. */
const mayNameIds = ({ pattern }: ApiRoute) =>
  /\/(audit|events|requests|redactions|holds|tasks)/.test(pattern);

type Who = { name: string; headers: Record<string, string>; isCompliance: boolean };
let person: MarkedPerson;
let callers: Who[] = [];
let params: Record<string, string> = {};
/** The ids of a session that is linked to it. */
let beside: Record<string, string> = {};
/** Its ids, and whatever else stands for it in the open. */
let names: string[] = [];
let imageUrls: string[] = [];

beforeAll(async () => {
  person = await markedPerson();
  const { organization, session } = person;
  const lea = await createMember(organization, ["lead"]);
  const found = await db.session.findFirstOrThrow({
    where: { pk: session.pk },
    include: { reviewCase: true, snapshots: true, screening: true, identity: true, holds: true },
  });
  // Somebody else whose case is open and who shares everything that links two sessions.
  await importFor(person.admin, openSample("ses_neighbour"));
  const neighbour = await db.session.findFirstOrThrow({
    where: { id: "ses_neighbour", organizationPk: organization.pk },
    include: { reviewCase: true },
  });
  const indexes = await db.blindIndex.findMany({ where: { sessionPk: session.pk } });
  await db.blindIndex.createMany({
    data: indexes.map(({ pk: _, ...index }) => ({ ...index, sessionPk: neighbour.pk })),
  });
  const identity =
    found.identity ??
    (await db.identity.create({
      data: {
        organizationPk: organization.pk,
        environment: "sandbox",
        id: "idn_restricted",
        externalRef: found.externalRef ?? "",
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    }));
  params = {
    sessionId: session.id,
    caseId: found.reviewCase?.id ?? "",
    checkId: found.screening[0]?.id ?? "",
    identityId: identity.id,
    snapshotId: found.snapshots[0]?.id ?? "",
    policy: "document_ocr",
    docType: "id_front",
    entryId: "lent_x",
    memberId: lea.id,
    redactionId: "red_x",
    requestId: "dsr_x",
    eventId: "aud_x",
    holdId: "hold_x",
    linkId: "dlk_x",
  };
  beside = { ...params, sessionId: neighbour.id, caseId: neighbour.reviewCase?.id ?? "" };
  names = [session.id, params.caseId ?? "", params.snapshotId ?? ""];
  const people = await Promise.all(
    [
      ...roles.map((role): Role[] => [role]),
      ["reviewer", "lead", "compliance", "auditor", "admin"] as Role[],
    ].map(async (held) => {
      const { id } = await createMember(organization, held);
      const isCompliance = held.includes("compliance");
      return { name: held.join("+"), headers: await signedInHeaders(id), isCompliance };
    }),
  );
  const key = async (scopes: string[], name: string) => ({
    name,
    headers: { "X-API-Key": await createApiKey(organization, scopes) },
    isCompliance: false,
  });
  callers = [
    ...people,
    await key(allScopes, "a key with every scope"),
    await key(["cases:read"], "a key that reads cases"),
    await key(["verifications:read", "sessions:read"], "a key that reads results"),
  ];
  const viewer = await createMember(organization, ["reviewer"]);
  await db.reviewCase.updateMany({
    where: { pk: found.reviewCase?.pk ?? 0n },
    data: { assignedTo: viewer.id, claimedAt: new Date() },
  });
  imageUrls = (await listDocuments(viewer, { sessionId: session.id })).data.flatMap(({ url }) => url ?? []);
  await db.reviewCase.updateMany({
    where: { pk: found.reviewCase?.pk ?? 0n },
    data: { assignedTo: null, claimedAt: null },
  });
  await db.session.updateMany({ where: { pk: session.pk }, data: { restrictedAt: new Date() } });
});

/** A body that a route takes, as far as that can be told from its shape. */
function bodyOf({ method, pattern, handler }: ApiRoute): string | undefined {
  if (method === "GET" || method === "DELETE") return undefined;
  const { body } = (handler.spec ?? {}) as { body?: { shape?: Record<string, unknown> } };
  const known: Record<string, unknown> = {
    sessionId: params.sessionId,
    sessionIds: [params.sessionId],
    q: params.sessionId,
    content: "x",
    reason: "Matter 7",
    owner: "Legal",
    reviewOn: "2099-01-01",
    fields: ["first_name"],
    reviewerId: params.memberId,
    assigneeId: params.memberId,
    event: "document_added",
    passed: true,
    extractedData: { lastName: "X" },
    priority: "high",
    apiPiiFields: [],
    version: undefined,
    requestId: params.requestId,
  };
  const keys = Object.keys(body?.shape ?? {});
  const filled = keys.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]);
  const given = /snooze/.test(pattern)
    ? [
        ["reason", "x"],
        ["event", "document_added"],
      ]
    : filled;
  return JSON.stringify(Object.fromEntries(given));
}

/** Each way a list can be asked for the session: by every filter that a text goes into. */
function queriesOf({ method, handler }: ApiRoute): string[] {
  const { query } = (handler.spec ?? {}) as { query?: { shape?: Record<string, unknown> } };
  if (method !== "GET" || !query?.shape) return [""];
  const texts = [person.session.id, person.session.externalRef ?? "", params.caseId ?? ""];
  const keys = Object.keys(query.shape).filter((key) => /^(q|externalRef|resourceId|about|tag)$/.test(key));
  const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [
    "",
    ...keys.flatMap((key) => texts.map((text) => `?${new URLSearchParams({ [snake(key)]: text })}`)),
  ];
}

async function ask(route: ApiRoute, who: Who, query = "", ids = params) {
  const init = { headers: who.headers, body: bodyOf(route), query };
  const answer = await callRoute(route, ids, init);
  const isEndless = answer.headers.get("content-type")?.startsWith("text/event-stream");
  if (isEndless) await answer.body?.cancel();
  return { status: answer.status, text: isEndless ? "" : await answer.text() };
}

/** Every row that tells of the session, as it stands. */
async function rowsOfSession(): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.table_name AS name FROM information_schema.columns c WHERE c.column_name = 'session_pk' AND c.table_schema = 'public'`;
  const parts: string[] = [];
  for (const { name } of [...tables, { name: "sessions" }]) {
    if (["holds", "session_openings"].includes(name)) continue;
    const column = name === "sessions" ? "pk" : "session_pk";
    const rows = await db.$queryRawUnsafe<{ line: string }[]>(
      `SELECT t::text AS line FROM "${name}" t WHERE ${column} = $1 ORDER BY 1`,
      person.session.pk,
    );
    parts.push(`${name}: ${rows.map(({ line }) => line).join("\n")}`);
  }
  return parts.join("\n");
}

const told = (text: string) => person.markers.filter((marker) => text.includes(marker));

describe("a restricted session", () => {
  it("has a case, a snapshot, hits, an identity and images, so that every route is tested", () => {
    for (const name of ["caseId", "snapshotId", "checkId", "identityId"]) expect(params[name]).not.toBe("");
    expect(imageUrls.length).toBeGreaterThan(0);
    expect(routes.filter(isReaching).length).toBeGreaterThan(40);
  });

  it.each(routes.map((route) => [`${route.method} ${route.pattern}`, route] as const))(
    "is neither told nor changed by %s",
    async (name, route) => {
      // One of the routes is the one by which a reason is given.
      await db.sessionOpening.deleteMany();
      const before = await rowsOfSession();
      for (const who of callers)
        for (const query of queriesOf(route)) {
          if (isReaching(route) && query === "") {
            const { text } = await ask(route, who, query, beside);
            expect(told(text), `${who.name}, from the neighbour`).toEqual([]);
            const isTold = who.isCompliance || mayNameIds(route);
            expect(isTold ? [] : names.filter((id) => text.includes(id))).toEqual([]);
          }
          const { status, text } = await ask(route, who, query);
          const at = `${who.name}: ${name}${query}`;
          expect(told(text), at).toEqual([]);
          expect(status, `${at}: ${text}`).toBeLessThan(500);
          if (who.isCompliance || mayNameIds(route)) continue;
          // Without naming it in the request, nobody learns that it is there.
          const asked = `${bodyOf(route) ?? ""}${query}`;
          const learned = names.filter((id) => text.includes(id) && !asked.includes(id));
          expect(isReaching(route) ? [] : learned, at).toEqual([]);
          // An unknown id and this one answer alike.
          if (isReaching(route) && !/identityId/.test(route.pattern))
            expect([401, 403, 404, 409, 422, ...(takesForm(route) ? [400] : [])], at).toContain(status);
        }
      expect(await rowsOfSession(), name).toBe(before);
    },
    60_000,
  );

  it("answers everyone but compliance like an id that does not exist", async () => {
    for (const route of routes
      .filter(isReaching)
      .filter(({ pattern }) => !/identityId|docType/.test(pattern)))
      for (const who of callers.filter(({ isCompliance }) => !isCompliance)) {
        const answers = await Promise.all(
          [params, { ...params, sessionId: "ses_nobody", caseId: "rvc_nobody", checkId: "schk_nobody" }].map(
            async (each) => {
              const answer = await callRoute(route, each, { headers: who.headers, body: bodyOf(route) });
              const { request_id: _, ...problem } = await answer.json();
              return [answer.status, problem.detail];
            },
          ),
        );
        expect(answers[0], `${who.name}: ${route.method} ${route.pattern}`).toEqual(answers[1]);
      }
  });

  it("opens no image by a URL that was signed before", async () => {
    for (const url of imageUrls) expect((await callPath("GET", url)).status).toBe(404);
  });

  it("is on no list, in no count and assigned to nobody", async () => {
    const reviewCase = await db.reviewCase.findFirstOrThrow({ where: { sessionPk: person.session.pk } });
    expect(reviewCase).toMatchObject({ isRestricted: true, claimableAt: null });
  });

  it("can be read by compliance with a reason, by every read of an id, and still not be changed", async () => {
    const officer = await createMember(person.organization, ["compliance"]);
    const who = { name: "officer", headers: await signedInHeaders(officer.id), isCompliance: true };
    await openRestricted(officer, { sessionId: person.session.id, reason: "Matter 7" });
    const reads = routes.filter(
      (route) =>
        isReaching(route) &&
        route.method === "GET" &&
        // Nothing here evaluated the session of an import, so it has no run.
        !/docType|identityId.*holds|workflow-run/.test(route.pattern),
    );
    for (const route of reads) expect((await ask(route, who)).status, route.pattern).toBe(200);
    const snapshot = routes.find(({ pattern }) => pattern.endsWith("[snapshotId]"));
    if (!snapshot) throw new Error("no route");
    expect(told((await ask(snapshot, who)).text).length).toBeGreaterThan(0);
    // The reason is one member's own.
    const other = await createMember(person.organization, ["compliance"]);
    const stranger = { ...who, headers: await signedInHeaders(other.id) };
    for (const route of reads.filter(({ pattern }) => /sessionId|caseId/.test(pattern)))
      expect((await ask(route, stranger)).status, route.pattern).toBe(
        /hold|links|analytics/.test(route.pattern) ? (await ask(route, stranger)).status : 409,
      );
  });

  it("is found by everyone after the restriction is lifted", async () => {
    await db.session.updateMany({ where: { pk: person.session.pk }, data: { restrictedAt: null } });
    const route = routes.find(
      ({ method, pattern }) => method === "GET" && pattern === "/api/v1/cases/[caseId]",
    );
    const reviewer = callers.find(({ name }) => name === "reviewer");
    if (!route || !reviewer) throw new Error("no route");
    expect((await ask(route, reviewer)).status).toBe(200);
    await db.session.updateMany({ where: { pk: person.session.pk }, data: { restrictedAt: new Date() } });
  });

  it("is shown to everyone after it has been redacted", async () => {
    const { officer, session } = person;
    await db.hold.deleteMany();
    await redactSession(officer, { sessionId: session.id, confirm: session.id, reason: "Matter 7" });
    expect(await db.session.findFirstOrThrow({ where: { pk: session.pk } })).toMatchObject({
      isRestricted: false,
      retentionStatus: "redacted",
    });
  });
});
