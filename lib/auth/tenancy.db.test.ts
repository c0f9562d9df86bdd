import { beforeAll, describe, expect, it } from "vitest";
import { scopePermissions } from "@/lib/auth/permissions";
import { type ApiRoute, apiRoutes, callRoute } from "@/prisma/api";
import { actorOf, createApiKey, createOrganization, importFor, sampleAs } from "@/prisma/factories";

const allScopes = Object.keys(scopePermissions);
const routes = await apiRoutes();
const perSession = routes.filter(
  ({ pattern, handler }) => pattern.includes("[sessionId]") && handler.spec?.door !== "signedUrl",
);

const keys: Record<string, string> = {};

beforeAll(async () => {
  const [ours, theirs] = [await createOrganization("Ours"), await createOrganization("Theirs")];
  await importFor(actorOf(theirs), sampleAs("ses_theirs"));
  await importFor(actorOf(ours), sampleAs("ses_sandbox"));
  keys.sandbox = await createApiKey(ours, allScopes, "sandbox");
  keys.live = await createApiKey(ours, allScopes, "live");
});

async function answerOf(route: ApiRoute, sessionId: string, key = "") {
  const body = route.method === "POST" ? JSON.stringify({ fields: ["first_name"] }) : undefined;
  const answer = await callRoute(
    route,
    { sessionId, policy: "document_ocr" },
    { headers: { "X-API-Key": key }, body },
  );
  const { request_id: _, ...problem } = await answer.json();
  return { status: answer.status, problem };
}

describe("another organization's, or the other environment's, id", () => {
  it("finds the routes to try", () => expect(perSession.length).toBeGreaterThanOrEqual(14));

  it.each(perSession.map((route) => [`${route.method} ${route.pattern}`, route] as const))(
    "is on %s what an unknown id is",
    async (name, route) => {
      const unknown = await answerOf(route, "ses_nobody", keys.sandbox);
      expect(unknown.status, name).toBe(name.includes("reveal") ? 403 : 404);
      expect(await answerOf(route, "ses_theirs", keys.sandbox)).toEqual(unknown);
      expect(await answerOf(route, "ses_sandbox", keys.live)).toEqual(unknown);
      expect(await answerOf(route, "a\0b", keys.sandbox)).toEqual(unknown);
    },
  );

  it("is left alone by a bulk redaction", async () => {
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

describe("nobody", () => {
  it.each(
    routes
      .filter(({ handler }) => handler.spec && !handler.spec.door)
      .map((route) => [`${route.method} ${route.pattern}`, route] as const),
  )("gets 401 from %s", async (_, route) => {
    for (const headers of [
      {},
      { "X-API-Key": "vk_live_wrong" },
      { Authorization: "Basic !!" },
      { Cookie: "countersign=forged" },
    ]) {
      const answer = await callRoute(
        route,
        { sessionId: "ses_sandbox", policy: "x" },
        { headers: headers as HeadersInit },
      );
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: "unauthorized", status_code: 401 });
    }
  });
});
