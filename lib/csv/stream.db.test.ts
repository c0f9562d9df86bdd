import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Role } from "@/lib/actor/permissions";
import { csvStream } from "@/lib/csv/stream";
import { exportSessions } from "@/lib/sessions/csv";
import { callPath, signedInHeaders } from "@/test/api";
import { openSample } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let lead: Actor;
const ids = ["ses_one", "ses_two", "ses_restricted"];

beforeEach(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  lead = await createMember(organization, ["lead"]);
  for (const id of ids) await importFor(actorOf(organization), openSample(id));
  await db.session.updateMany({ where: { id: "ses_restricted" }, data: { restrictedAt: new Date() } });
});

const events = async (type: string) =>
  (await db.auditEvent.findMany({ where: { organizationPk: organization.pk, type } })).map(
    ({ metadata }) => metadata,
  );
const textOf = async (source: { open: () => Promise<ReadableStream<Uint8Array>> }) =>
  new Response(await source.open()).text();

describe("a list as CSV", () => {
  it("has every row of the filter, masked as the list is, and is recorded with its filter and count", async () => {
    const text = await textOf(exportSessions(lead, { status: ["under_review"], q: undefined }));
    const lines = text.split("\r\n");
    expect(lines[0]).toMatch(/Created,Subject,Session,Status/);
    expect(lines).toHaveLength(4);
    for (const id of ["ses_one", "ses_two"]) expect(text).toContain(id);
    expect(text).not.toContain("ses_restricted");
    const person = (openSample("x").result?.extracted_data ?? {}) as Record<string, string>;
    expect(text).not.toContain(person.last_name);
    expect(await events("csv.export-started")).toEqual([
      { list: "sessions", filter: { status: "under_review" } },
    ]);
    expect(await events("csv.export-ended")).toEqual([{ list: "sessions", rows: 2, isComplete: true }]);
  });

  it("does not tell the log what was typed", async () => {
    const { document_number } = (openSample("x").result?.extracted_data ?? {}) as Record<string, string>;
    await textOf(exportSessions(lead, { q: document_number, externalRef: undefined }));
    const recorded = await events("csv.export-started");
    expect(recorded).toEqual([{ list: "sessions", filter: { q: "given" } }]);
  });

  it("reads a page when it is asked for one, and records where a reader left", async () => {
    let read = 0;
    const list = {
      name: "endless",
      columns: [{ header: "Row", value: (row: number) => row }],
      read: async () => ({ data: [++read], pagination: { nextCursor: "next" } }),
    };
    const reader = (await csvStream(lead, list, {}).open()).getReader();
    for (let page = 0; page < 3; page++) await reader.read();
    await reader.cancel();
    expect(read).toBeLessThanOrEqual(5);
    expect(await events("csv.export-ended")).toEqual([{ list: "endless", rows: read, isComplete: false }]);
  });

  it("breaks off when a page cannot be read, and says so in the log", async () => {
    let read = 0;
    const list = {
      name: "broken",
      columns: [{ header: "Row", value: (row: number) => row }],
      read: async () => {
        if (++read > 2) throw new Error("lost");
        return { data: [read], pagination: { nextCursor: "next" } };
      },
    };
    await expect(textOf(csvStream(lead, list, {}))).rejects.toThrow("lost");
    expect(await events("csv.export-ended")).toEqual([{ list: "broken", rows: 2, isComplete: false }]);
  });

  const lists: Record<string, Role[]> = {
    "/sessions": ["reviewer", "lead", "compliance", "auditor", "admin"],
    "/cases": ["reviewer", "lead", "compliance", "auditor", "admin"],
    "/identities": ["reviewer", "lead", "compliance", "auditor", "admin"],
    "/screening/hits": ["reviewer", "lead", "compliance", "auditor", "admin"],
    "/requests": ["compliance", "auditor"],
    "/holds": ["compliance", "auditor"],
    "/events": ["compliance", "auditor", "admin"],
    "/members": ["auditor", "admin"],
  };
  it.each(Object.entries(lists))("opens %s to the roles that read the list", async (path, allowed) => {
    for (const role of ["reviewer", "lead", "compliance", "auditor", "admin"] as const) {
      const { id } = await createMember(organization, [role]);
      const headers = { ...(await signedInHeaders(id)), "X-Environment": "sandbox" };
      const answer = await callPath("GET", `/api/v1${path}/csv`, { headers });
      expect([role, answer.status]).toEqual([role, allowed.includes(role) ? 200 : 403]);
      if (answer.status !== 200) continue;
      expect(answer.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const text = new TextDecoder().decode(bytes);
      if (role === "auditor" && path === "/sessions") expect(text).toContain("•••");
    }
  });

  it("shows nothing of another organization, and refuses a filter that it cannot read", async () => {
    const stranger = await createMember(await createOrganization(), ["lead"]);
    expect((await textOf(exportSessions(stranger, {}))).split("\r\n")).toHaveLength(2);
    const headers = await signedInHeaders(lead.id);
    const answer = await callPath("GET", "/api/v1/sessions/csv?status=unheard", { headers });
    expect(answer.status).toBe(422);
  });
});
