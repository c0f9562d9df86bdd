import type { Page } from "@playwright/test";
import type { Role } from "@/lib/actor/permissions";
import { expect, test } from "./fixtures";
import { DataAccessPage } from "./pages/data-access-page";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { facts } from "./support/facts";
import { eventsOf, sessionUnderReview } from "./support/sessions";

type Rights = {
  audit: boolean;
  requests: boolean;
  /** Whether the role finds, sees or changes it. */
  settings: "absent" | "read" | "write";
  privacy: boolean;
  /** Whether the role sees images and reveals masked values. */
  personal: boolean;
};

const rights: Record<Role, Rights> = {
  reviewer: { audit: false, requests: false, settings: "absent", privacy: false, personal: true },
  lead: { audit: false, requests: false, settings: "read", privacy: false, personal: true },
  compliance: { audit: true, requests: true, settings: "read", privacy: true, personal: true },
  auditor: { audit: true, requests: true, settings: "read", privacy: false, personal: false },
  admin: { audit: true, requests: false, settings: "write", privacy: false, personal: false },
};

const forbidden = "You don't have access to this page";

/** Calls the API as this member, with the origin that our page would send. */
async function statusOf(page: Page, call: string, data?: object): Promise<number> {
  const [method = "", path = ""] = call.split(" ");
  const headers = { origin: facts().baseUrl, "X-Environment": "live" };
  return (await page.request.fetch(`/api/v1${path}`, { method, headers, data })).status();
}

/** Writes with an invalid body: a member who may write gets 422, any other is refused. */
function callsOf(id: string, may: Rights): [call: string, status: number, data?: object][] {
  const reads = (isAllowed: boolean) => (isAllowed ? 200 : 403);
  const writes = (isAllowed: boolean) => (isAllowed ? 422 : 403);
  const bulk = { session_ids: [id], confirm: "redact 2" };
  const whitelist = { api_pii_fields: may.settings === "write" ? ["shoe_size"] : [], version: 0 };
  return [
    ["GET /sessions", 200],
    [`GET /sessions/${id}/result`, 200],
    ["GET /analytics/overview", 200],
    ["GET /events", reads(may.audit)],
    [`GET /sessions/${id}/documents`, reads(may.personal)],
    [`POST /sessions/${id}/reveal`, reads(may.personal), { fields: ["first_name"] }],
    [`GET /sessions/${id}/export`, reads(may.privacy)],
    [`DELETE /sessions/${id}/data?confirm=wrong`, writes(may.privacy)],
    ["POST /sessions/bulk-redact", writes(may.privacy), bulk],
    ["GET /requests", reads(may.requests)],
    [
      "POST /requests",
      writes(may.privacy),
      { kind: "access", received_at: "2099-01-01T00:00:00Z", requester: { external_ref: "nobody" } },
    ],
    [
      `POST /sessions/${id}/holds`,
      writes(may.privacy),
      { reason: "Matter", owner: "Legal", review_on: "2020-01-01" },
    ],
    ["GET /settings/data-access", reads(may.settings !== "absent")],
    ["GET /settings/documents", reads(may.settings !== "absent")],
    ["GET /settings/data-access/preview", reads(may.settings !== "absent")],
    ["PATCH /settings/data-access", writes(may.settings === "write"), whitelist],
  ];
}

for (const [role, may] of Object.entries(rights) as [Role, Rights][]) {
  test.describe(role, () => {
    test("sees what the role may use, and nothing else", async ({ signInAs }) => {
      const { id } = await sessionUnderReview();
      const page = await signInAs(role);
      const list = new SessionsPage(page);
      await list.openList("status=under_review");
      expect(await list.navItems()).toEqual([
        "Overview",
        "Queue",
        "Sessions",
        "Identities",
        "Screening",
        "Quality",
        ...(may.requests ? ["Requests"] : []),
        ...(may.audit ? ["Audit log"] : []),
        ...(may.settings === "absent" ? [] : ["Settings"]),
      ]);
      await expect(list.checkbox(id)).toHaveCount(may.personal ? 1 : 0);

      const session = new SessionPage(page);
      await session.openSession(id);
      await expect(session.exportButton).toHaveCount(may.privacy ? 1 : 0);
      await expect(session.redactButton).toHaveCount(may.privacy ? 1 : 0);
      await expect(session.main.getByRole("button", { name: "Reveal all" })).toHaveCount(
        may.personal ? 1 : 0,
      );
      await session.openTab("documents");
      if (may.personal) {
        expect((await session.loadedImages()).length).toBeGreaterThan(1);
      } else {
        await expect(session.main).toContainText("Your role cannot view images");
        await expect(session.images).toHaveCount(0);
      }
      await session.openTab("privacy");
      await expect(session.exportButton).toHaveCount(may.privacy ? 1 : 0);
      await expect(session.main.getByText("Only the compliance role can")).toHaveCount(may.privacy ? 0 : 1);
    });

    test("is refused on pages and operations of other roles", async ({ signInAs }) => {
      const { id } = await sessionUnderReview();
      const page = await signInAs(role);
      const settings = new DataAccessPage(page);
      await settings.open("/live/audit");
      await expect(settings.main.getByText(forbidden)).toHaveCount(may.audit ? 0 : 1);
      await expect(settings.main.getByRole("table")).toHaveCount(may.audit ? 1 : 0);

      await settings.open("/live/settings/data-access");
      await expect(settings.main.getByText(forbidden)).toHaveCount(may.settings === "absent" ? 1 : 0);
      await expect(settings.switches).toHaveCount(may.settings === "absent" ? 0 : 11);
      if (may.settings === "read") {
        await expect(settings.main).toContainText("read only: administrators change this");
        for (const field of await settings.switches.all()) await expect(field).toBeDisabled();
        await expect(settings.save).toHaveCount(0);
      }

      for (const [call, status, data] of callsOf(id, may))
        expect(await statusOf(page, call, data), `${call} for ${role}`).toBe(status);
      expect(await eventsOf(id, "session.redacted")).toEqual([]);
    });
  });
}

test("a refusal is recorded", async ({ signInAs }) => {
  const reviewer = await signInAs("reviewer");
  await statusOf(reviewer, "GET /events");
  const auditor = await signInAs("auditor");
  await auditor.goto("/live/audit?action=access.denied");
  const newest = auditor.getByRole("table", { name: /^Audit events/ }).locator("tbody tr");
  await expect(newest.filter({ hasText: "reviewer@demo.example" }).first()).toContainText("Access denied");
});

test("a write that another site sends with the person's cookie is refused", async ({ signInAs }) => {
  const { id } = await sessionUnderReview();
  const page = await signInAs("compliance");
  const before = await eventsOf(id, "pii.revealed");
  const writes = [
    ["POST", `/api/v1/sessions/${id}/reveal`, { fields: ["first_name"] }],
    ["DELETE", `/api/v1/sessions/${id}/data?confirm=${id}`, undefined],
    ["POST", "/api/v1/sessions/bulk-redact", { session_ids: [id], confirm: "redact 1" }],
    ["POST", "/api/v1/me/sign-out", { everywhere: true }],
  ] as const;
  const origins: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, {}];
  for (const [method, path, data] of writes) {
    for (const headers of origins) {
      const answer = await page.request.fetch(path, { method, headers, data });
      expect(answer.status(), `${method} ${path} from ${JSON.stringify(headers)}`).toBe(403);
      expect(await answer.json()).toMatchObject({ error: "forbidden" });
    }
  }
  expect(await eventsOf(id, "session.redacted")).toEqual([]);
  expect(await eventsOf(id, "pii.revealed")).toHaveLength(before.length);
  expect((await page.request.get("/api/v1/sessions?limit=1")).status()).toBe(200);
});

test("without a cookie the API refuses every call", async ({ page }) => {
  for (const path of ["/api/v1/sessions", "/api/v1/events", "/api/v1/settings/data-access"])
    expect((await page.request.get(path)).status()).toBe(401);
});
