import { beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/actor/permissions";
import { type ApiRoute, apiRoutes, callRoute, signedInHeaders } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
} from "@/test/factories";
import { db } from "@/test/test-db";

const allScopes = Object.keys(scopePermissions);
const routes = await apiRoutes();
const ofKind = (param: string) =>
  routes.filter(
    ({ pattern, handler }) => pattern.includes(`[${param}]`) && handler.spec?.door !== "signedUrl",
  );
const kinds = [
  { param: "sessionId", theirs: "ses_theirs", sandbox: "ses_sandbox", least: 14 },
  { param: "caseId", theirs: "rvc_theirs", sandbox: "rvc_sandbox", least: 19 },
  { param: "checkId", theirs: "schk_theirs_0", sandbox: "schk_sandbox_0", least: 2 },
  { param: "entryId", theirs: "lent_theirs", sandbox: "lent_sandbox", least: 1 },
  { param: "identityId", theirs: "idn_theirs", sandbox: "idn_sandbox", least: 6 },
  { param: "redactionId", theirs: "red_theirs", sandbox: "red_sandbox", least: 5 },
  { param: "requestId", theirs: "dsr_theirs", sandbox: "dsr_sandbox", least: 17 },
  { param: "keyId", theirs: "key_theirs", sandbox: "key_sandbox", least: 5 },
  { param: "endpointId", theirs: "wh_theirs", sandbox: "wh_sandbox", least: 8 },
  { param: "deliveryId", theirs: "whd_theirs", sandbox: "whd_sandbox", least: 2 },
  { param: "eventId", theirs: "aud_theirs", sandbox: "aud_sandbox", least: 1 },
];
const perId = kinds.flatMap((kind) => ofKind(kind.param).map((route) => ({ kind, route })));

const keys: Record<string, string> = {};
let reviewerId = "";

beforeAll(async () => {
  const [ours, theirs] = [await createOrganization("Ours"), await createOrganization("Theirs")];
  for (const [organization, name] of [
    [theirs, "theirs"],
    [ours, "sandbox"],
  ] as const) {
    await importFor(actorOf(organization), sampleAs(`ses_${name}`));
    const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
    const entry = {
      id: `lent_${name}`,
      kind: "email" as const,
      addedBy: "x",
    };
    const told = {
      type: "sign-in.ended",
      actorKind: "job",
      actorId: "test",
      actorName: "test",
      metadata: {},
    };
    await db.apiKey.create({
      data: { ...scope, id: `key_${name}`, keyPrefix: name, digest: Buffer.from(name), scopes: [] },
    });
    const endpoint = await db.webhookEndpoint.create({
      data: { ...scope, id: `wh_${name}`, url: "https://a.example", sealedSecret: Buffer.from(name) },
    });
    await db.webhookDelivery.create({
      data: {
        ...scope,
        ...{ id: `whd_${name}`, event: "session.approved", url: "https://a.example" },
        ...{ endpointPk: endpoint.pk, createdAt: new Date(), status: "failed" },
      },
    });
    await db.request.create({
      data: {
        ...scope,
        id: `dsr_${name}`,
        kind: "access",
        jurisdiction: "gdpr",
        lawVersion: "gdpr/2018-05-25",
        channel: "api",
        timeZone: "UTC",
        receivedAt: new Date(),
        dueOn: new Date(),
      },
    });
    await db.redaction.create({
      data: { ...scope, id: `red_${name}`, total: 1, requestedBy: "x", status: "paused" },
    });
    await db.identity.create({
      data: {
        ...scope,
        id: `idn_${name}`,
        externalRef: `ref_${name}`,
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    });
    await db.auditEvent.create({ data: { ...scope, ...told, id: `aud_${name}` } });
    await db.list.create({
      data: { ...scope, id: `list_${name}`, name, listType: "blocklist", entries: { create: entry } },
    });
  }
  reviewerId = (await createMember(ours, ["lead"])).id;
  keys.sandbox = await createApiKey(ours, allScopes, "sandbox");
  keys.live = await createApiKey(ours, allScopes, "live");
});

/** A body that each route takes. */
const bodies: Record<string, object> = {
  reveal: { fields: ["first_name"] },
  opening: { reason: "Matter" },
  assign: { assignee_id: "" },
  snooze: { event: "document_added", reason: "x" },
  notes: { content: "x" },
  pii: { extracted_data: { last_name: "X" } },
  override: { passed: true },
  resubmit: { documents: ["selfie"], reason: "blurred" },
  reopen: { hit_ids: ["hit_x"] },
  flag: { reason: "other" },
  simulate: { action: "approve" },
  "external-decision": { decision: "continue" },
  "add-tag": { tag: "x" },
  "remove-tag": { tag: "x" },
  "set-tags": { tags: ["x"] },
  tags: { tags: ["x"] },
  "monitored-lists": { list_ids: [] },
  holds: { reason: "Matter", owner: "Legal", review_on: "2099-01-01" },
};
const ofRequests: Record<string, object> = {
  assign: { assignee_id: null },
  verify: { how: "other" },
  pause: { reason: "x" },
  extend: { reason: "x" },
  close: { status: "completed" },
  refusal: { ground: "not_identified", asked: "x", reason: "x" },
  confirm: { version: 1 },
  approve: { version: 1 },
  later: { session_ids: ["ses_theirs"], reason: "x" },
  recipients: { name: "crm.example", outcome: "impossible", reason: "x" },
  language: { language: "de" },
  "member-notes": { text: "x" },
  messages: { kind: "done", language: "en", via: "phone", to: "x", subject: "x", text: "x" },
  fee: { ground: "unfounded", circumstances: "x", amount: "EUR 1", reason: "x" },
  "open-reviews": { is_told: true },
  matches: { session_id: "ses_theirs", state: "accepted" },
  bulk: { session_ids: ["ses_theirs"], state: "accepted" },
  deliver: { via: "letter", to: "x" },
  restrict: { reason: "x" },
  lift: { reason: "x", told_at: "2026-01-01T00:00:00Z" },
  compare: { session_id: "ses_theirs", field: "last_name", value: "x" },
  authorize: { proof: "x", seen_on: "2026-01-01" },
  reopen: { reason: "x" },
  conclude: { outcome: "upheld", reason: "x" },
  rectify: { session_id: "ses_theirs", reason: "x" },
  join: { into: "dsr_x" },
  erase: { confirm: "x" },
  notes: { session_id: "ses_theirs", remark: "note:x" },
  letters: { letter: "acknowledgement", language: "en" },
};
const named = ["claim", "approve", "reject", "resubmit", "undo", "escalate", "snooze", "override"];

function bodyOf({ method, pattern }: ApiRoute): string | undefined {
  if (method === "GET" || method === "DELETE") return undefined;
  const action = pattern.split("/").at(-1) ?? "";
  if (pattern.includes("/requests/")) return JSON.stringify(ofRequests[action] ?? bodies[action] ?? {});
  const reviewer = named.includes(action) ? { reviewer_id: reviewerId } : {};
  const assignee = action === "assign" ? { assignee_id: reviewerId } : {};
  return JSON.stringify({ ...bodies[action], ...reviewer, ...assignee });
}

const hasForm = ({ handler }: ApiRoute) => Boolean((handler.spec as { form?: object } | undefined)?.form);

async function answerOf(route: ApiRoute, param: string, id: string, key = "") {
  const answer = await callRoute(
    route,
    {
      ...{ policy: "document_ocr", snapshotId: "dec_x", holdId: "hold_x", linkId: "dlk_x" },
      ...{ messageId: "msg_x", letterId: "let_x" },
      ...{ caseId: "rvc_x", sessionId: "ses_x", tag: "x", [param]: id },
    },
    { headers: { "X-API-Key": key }, body: hasForm(route) ? new FormData() : bodyOf(route) },
  );
  const { request_id: _, ...problem } = await answer.json();
  return {
    status: answer.status,
    problem: { ...problem, detail: String(problem.detail).replaceAll(id, "ID") },
  };
}

describe("an id of another organization or of the other environment", () => {
  it.each(kinds)("finds the routes of $param to try", ({ param, least }) =>
    expect(ofKind(param).length).toBeGreaterThanOrEqual(least),
  );

  it.each(perId.map(({ kind, route }) => [`${route.method} ${route.pattern}`, kind, route] as const))(
    "is on %s what an unknown id is",
    async (name, { param, theirs, sandbox }, route) => {
      const unknown = await answerOf(route, param, "id_nobody", keys.sandbox);
      // Refused before the id is looked at: an API key never reveals, has no use for links between people, answers no
      // request, connects no vendor, and is not told how members work.
      const isForPeople =
        /reveal|opening|involvement|(?<!sessionId\]\/)links|POST .*requests(?!.*holds)|package|dossier|letter|preview|requests.*notes|requests.*messages|DELETE .*deliveries|sources/.test(
          name,
        );
      expect(unknown.status, name).toBe(isForPeople ? 403 : 404);
      expect(await answerOf(route, param, theirs, keys.sandbox)).toEqual(unknown);
      expect(await answerOf(route, param, sandbox, keys.live)).toEqual(unknown);
      // Nobody's id holds one, and the database could not look for it.
      expect((await answerOf(route, param, "a\0b", keys.sandbox)).status).toBe(422);
    },
  );

  it("is found by its owner on every route of a case", async () => {
    for (const route of ofKind("caseId").filter(
      ({ method, pattern }) => method === "GET" && !/links|snapshotId/.test(pattern),
    ))
      expect((await answerOf(route, "caseId", "rvc_sandbox", keys.sandbox)).status, route.pattern).toBe(200);
  });

  it("creates no case, and reviewers of another organization cannot act", async () => {
    const create = routes.find(({ method, pattern }) => method === "POST" && pattern === "/api/v1/cases");
    const claim = routes.find(({ pattern }) => pattern.endsWith("/[caseId]/claim"));
    if (!create || !claim) throw new Error("no route");
    const headers = { "X-API-Key": keys.sandbox ?? "" };
    const body = JSON.stringify({ session_id: "ses_theirs" });
    expect((await callRoute(create, {}, { headers, body })).status).toBe(404);
    const stranger = await createMember(await createOrganization(), ["lead"]);
    const as = JSON.stringify({ reviewer_id: stranger.id });
    expect((await callRoute(claim, { caseId: "rvc_sandbox" }, { headers, body: as })).status).toBe(422);
  });

  it("has no workload", async () => {
    const route = routes.find(({ pattern }) => pattern.endsWith("/reviewers/[memberId]"));
    if (!route) throw new Error("no route");
    const [ours, stranger] = [
      await createMember(await createOrganization(), ["admin"]),
      await createMember(await createOrganization(), ["reviewer"]),
    ];
    const init = { headers: await signedInHeaders(ours.id), body: JSON.stringify({ capacity: 1 }) };
    expect((await callRoute(route, { memberId: stranger.id }, init)).status).toBe(404);
    expect((await callRoute(route, { memberId: "mem_nobody" }, init)).status).toBe(404);
  });

  it("is ignored by a bulk redaction", async () => {
    const route = routes.find(({ pattern }) => pattern.endsWith("bulk-redact"));
    if (!route) throw new Error("no bulk route");
    const body = JSON.stringify({ session_ids: ["ses_theirs", "ses_nobody"] });
    const answer = await (
      await callRoute(route, {}, { headers: { "X-API-Key": keys.sandbox ?? "" }, body })
    ).json();
    expect(answer.results.map(({ status }: { status: string }) => status)).toEqual([
      "not_found",
      "not_found",
    ]);
  });
});

describe("a caller without a sign-in", () => {
  it.each(
    routes
      .filter(({ handler }) => handler.spec && !handler.spec.door)
      .map((route, at) => [`${route.method} ${route.pattern}`, route, at] as const),
  )("gets 401 from %s", async (_, route, at) => {
    const tried: Record<string, string>[] = [
      {},
      { "X-API-Key": "vk_live_wrong" },
      { Authorization: "Basic !!" },
      { Cookie: "countersign=forged" },
    ];
    for (const headers of tried) {
      const answer = await callRoute(
        route,
        { sessionId: "ses_sandbox", caseId: "rvc_sandbox", policy: "x" },
        // A network that tries many wrong keys is refused before they are looked at.
        { headers: { ...headers, "X-Client-Address": `192.0.2.${at}` } },
      );
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: "unauthorized", status_code: 401 });
    }
  });
});
