import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { type Role, roles } from "@/lib/actor/permissions";
import { expect } from "./fixtures";
import { readApi } from "./support/api";
import { asPerson, type CaseFacts, decideAs } from "./support/cases";
import { test } from "./support/own";
import { listSessions } from "./support/sessions";

// Other specs would open and decide cases of the sessions that this one restricts.
test.use({ installation: "restriction" });

const root = "app/(dashboard)/[environment]";
/** Every page of the desk, found by its file. A new page with a parameter fails until an id is added here. */
const pages = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file}`.replace(/\/page\.tsx$/, ""));

type Values = Record<string, unknown>;
type Restricted = {
  /** An id for each parameter of a page. */
  ids: Record<string, string>;
  externalRef: string;
  /** Values that identify the person. */
  marks: string[];
};
type Request = { id: string; matches: { session_id: string }[] };

const named = ["last_name", "document_number", "date_of_birth", "email"];
const marksOf = (values: Values) =>
  named
    .map((name) => values[name])
    .filter((text): text is string => typeof text === "string" && text.length > 3);

async function restrict(officer: Page, externalRef: string): Promise<string> {
  const { id } = await asPerson<Request>(officer, "POST", "/requests", {
    kind: "restriction",
    channel: "email",
    requester: { external_ref: externalRef, first_name: "Nobody", last_name: "Known" },
  });
  const on = (act: string, data: object = {}) =>
    asPerson<Request>(officer, "POST", `/requests/${id}/${act}`, data);
  await on("verify", { how: "signed_in" });
  const { matches } = await on("search");
  for (const { session_id } of matches) await on("matches", { session_id, state: "accepted" });
  await on("review");
  await on("restrict", { reason: "The address is contested." });
  return id;
}

type Exported = { session: Values; result?: { extracted_data: Values } };

/** Creates an undecided case of a finished session with several values that identify its person. */
async function openCase(lead: Page, officer: Page) {
  for (const { id, external_ref, retention_status } of await listSessions(
    "status=completed&result=approved",
  )) {
    if (!external_ref || retention_status !== "active") continue;
    const { session, result } = await asPerson<Exported>(officer, "GET", `/sessions/${id}/export`);
    const marks = marksOf(result?.extracted_data ?? {});
    if (marks.length <= 2) continue;
    const opened = await asPerson<CaseFacts>(lead, "POST", "/cases", { session_id: id });
    const identityId = String(session.identity_id ?? "idn_unknown");
    if (opened.status === "open")
      return { caseId: opened.id, sessionId: id, externalRef: external_ref, identityId, marks };
  }
  throw new Error("Every approved session has a decided case.");
}

type SignInAs = (role: Role) => Promise<Page>;
type Settings = { version: number };
type Quality = { waiting: { id: string }[] };

/** Samples every decision, so that the next one can have a second look. */
async function sampleAll(admin: Page): Promise<void> {
  const { version } = await asPerson<Settings>(admin, "GET", "/settings/review");
  await asPerson(admin, "PATCH", "/settings/review", { second_look_percent: 100, version });
}

/** Takes the only second look, once its decision can no longer be undone. */
async function takenLook(reviewer: Page): Promise<string> {
  const waiting = async () => (await asPerson<Quality>(reviewer, "GET", "/quality")).waiting[0]?.id ?? "";
  await expect.poll(waiting).not.toBe("");
  const lookId = await waiting();
  await asPerson(reviewer, "POST", `/quality/${lookId}/take`);
  return lookId;
}

/** Restricts a session with a decided case, its snapshot and second look, an identity and images. */
async function restrictedSession(signInAs: SignInAs): Promise<Restricted> {
  const [lead, officer] = [await signInAs("lead"), await signInAs("compliance")];
  await sampleAll(await signInAs("admin"));
  const { caseId, sessionId, externalRef, identityId, marks } = await openCase(lead, officer);
  await decideAs(lead, caseId, "approve");
  const lookId = await takenLook(await signInAs("reviewer"));
  const [decision] = (await asPerson<{ data: { id: string }[] }>(lead, "GET", `/cases/${caseId}/decisions`))
    .data;
  const [event] = (await readApi<{ data: { id: string }[] }>(`/api/v1/events?resource_id=${caseId}`)).data;
  const requestId = await restrict(officer, externalRef);
  return {
    externalRef,
    marks,
    ids: {
      ...{ sessionId, caseId, requestId, lookId, snapshotId: decision?.id ?? "", eventId: event?.id ?? "" },
      ...{ identityId, redactionId: "red_unknown", sourceId: "src_unknown", runId: "srn_unknown" },
    },
  };
}

/** Returns every address of a page that could show the session. */
function addressesOf(pattern: string, { ids, externalRef, marks }: Restricted): string[] {
  const path = pattern.replace(/\[(\w+)\]/g, (_: string, name: string) => {
    expect(ids[name], `an id for ${name}`).toBeTruthy();
    return encodeURIComponent(ids[name] ?? "");
  });
  const asked = (texts: (string | undefined)[]) => texts.map((q) => `?q=${encodeURIComponent(q ?? "")}`);
  const queries: Record<string, string[]> = {
    "/search": asked([...Object.values(ids), ...marks]),
    "/sessions": ["", ...asked([ids.sessionId, externalRef, ...marks])],
    "/queue": ["?tab=all", "?status=approved,rejected", ...asked([ids.sessionId, ids.caseId])],
    "/sessions/[sessionId]": ["", "?tab=documents", "?tab=risk", "?tab=timeline", "?tab=privacy"],
  };
  return (queries[pattern] ?? [""]).map((query) => `/live${path}${query}`);
}

/** Returns the content of a loaded page, with the answers to its own calls. */
async function seen(page: Page, address: string): Promise<string> {
  const asked: string[] = [];
  const note = (request: { url: () => string }) => asked.push(request.url());
  page.on("request", note);
  await page.goto(address);
  await page.waitForLoadState("load");
  page.off("request", note);
  return `${await page.content()} ${asked.filter((url) => !url.endsWith(address)).join(" ")}`;
}

/** Returns the page as the server sends it, with its initial data. */
const sent = async (page: Page, address: string) => (await page.request.get(address)).text();

function expectNothingOf({ marks, ids }: Restricted, text: string, where: string, address: string): void {
  // The address and the field contain what the member typed.
  for (const mark of marks.filter((each) => !decodeURIComponent(address).includes(each)))
    expect(text.includes(mark), `${mark} for ${where}`).toBe(false);
  expect(text, where).not.toMatch(new RegExp(`${ids.sessionId}/documents/[a-z_0-9]+\\?`));
}

let kept: Restricted | undefined;

for (const role of roles.filter((each) => each !== "compliance"))
  test(`a restricted session is on no page of a person with the role ${role}`, async ({
    signInAs,
    watch,
  }) => {
    watch.allow(/status of (403|404|409|422)/);
    kept ??= await restrictedSession(signInAs);
    const session = kept;
    expect(session.marks.length).toBeGreaterThan(2);
    const page = await signInAs(role);
    const read = role === "reviewer" ? seen : sent;
    for (const address of pages.flatMap((pattern) => addressesOf(pattern, session)))
      expectNothingOf(session, await read(page, address), `${role} at ${address}`, address);
  });

test("a member who may read a restricted session must give a reason wherever it would show", async ({
  signInAs,
  watch,
}) => {
  watch.allow(/status of (403|404|409|422)/);
  const officer = await signInAs("compliance");
  kept ??= await restrictedSession(signInAs);
  const session = kept;
  const showing = pages.filter((pattern) => /\[(sessionId|caseId)\]/.test(pattern));
  expect(showing.length).toBeGreaterThan(2);
  for (const address of showing.flatMap((pattern) => addressesOf(pattern, session))) {
    expect((await officer.goto(address))?.status(), address).toBe(200);
    await expect(officer.getByText("This session is restricted"), address).toBeVisible();
    expectNothingOf(session, await officer.content(), `compliance at ${address}`, address);
  }
});
