import { createHash } from "node:crypto";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { beforeEach, describe, expect, it } from "vitest";
import { eraseForRequest } from "@/lib/certificates/erase";
import { getDossier } from "@/lib/dossier/read";
import { addMemberNote } from "@/lib/member-notes/write";
import { messageInput } from "@/lib/messages/schema";
import { sendMessage } from "@/lib/messages/write";
import { closeRequest } from "@/lib/requests/close";
import { decideMatch } from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import { verifyRequester } from "@/lib/requests/write";
import { removeServed } from "@/lib/retention/served";
import { currentSettings } from "@/lib/settings/load";
import { callPath, signedInHeaders } from "@/test/api";
import { createMember, createOrganization, keyActorOf } from "@/test/factories";
import { ids, type RequestScene, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let scene: RequestScene;
beforeEach(async () => {
  scene = await requestScene();
});

/** Opens a dossier. @returns its files by path below the folder of the request */
async function opened(requestId: string): Promise<Map<string, Buffer>> {
  const stream = await (await getDossier(scene.officer, { requestId })).open();
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const entries = await new ZipReader(new Uint8ArrayReader(bytes)).getEntries();
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    if (entry.directory) continue;
    expect(entry.filename.startsWith(`${requestId}/`)).toBe(true);
    const content = await entry.getData(new Uint8ArrayWriter());
    files.set(entry.filename.slice(requestId.length + 1), Buffer.from(content));
  }
  return files;
}

const read = (files: Map<string, Buffer>, path: string) => JSON.parse(files.get(path)?.toString() ?? "null");

describe("the dossier of a request", () => {
  it("contains request, law, messages with their letters, and log, each named with its digest", async () => {
    const { officer } = scene;
    const { id: requestId } = await receive(officer, { kind: "access" });
    const message = messageInput.parse({
      ...{ kind: "received", language: "de", via: "letter", to: "1 Road", subject: "Eingang", text: "Danke" },
      hasLetter: true,
    });
    await sendMessage(officer, { requestId, ...message });
    await addMemberNote(officer, { requestId, text: "Called twice." });
    const files = await opened(requestId);
    expect(read(files, "notes.json")).toMatchObject([{ text: "Called twice." }]);
    expect(read(files, "request.json")).toMatchObject({ id: requestId, requester: { first_name: "Nobody" } });
    expect(read(files, "law.json").version).toMatch(/^gdpr/);
    expect(read(files, "messages.json")).toMatchObject([{ subject: "Eingang", text: "Danke", to: "1 Road" }]);
    const letter = [...files.keys()].find((path) => /^messages\/.*received.*\.pdf$/.test(path));
    expect(
      files
        .get(letter ?? "")
        ?.subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    const types = read(files, "log.json").map(({ type }: { type: string }) => type);
    expect(types[0]).toBe("request.received");
    expect(types).toContain("request.message-sent");
    expect(types).not.toContain("request.dossier-downloaded");
    const contents = read(files, "contents.json") as { path: string; sha256: string; size: number }[];
    expect(contents.map(({ path }) => path).sort()).toEqual(
      [...files.keys()].filter((path) => path !== "contents.json").sort(),
    );
    for (const { path, sha256, size } of contents) {
      const bytes = files.get(path) ?? Buffer.of();
      expect([bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([size, sha256]);
    }
    const said = files.get("README.txt")?.toString() ?? "";
    for (const { path } of contents) if (path !== "README.txt") expect(said).toContain(`${path}:`);
    const events = await db.auditEvent.findMany({ where: { type: "request.dossier-downloaded" } });
    expect(events).toMatchObject([{ resourceId: requestId, metadata: { files: files.size - 1 } }]);
  });

  it("contains the certificate after an erasure, and nothing of the sessions", async () => {
    const { officer } = scene;
    const requestId = await reviewed(officer);
    await eraseForRequest(officer, { requestId, confirm: requestId });
    const files = await opened(requestId);
    expect(read(files, "certificate.json").pages.length).toBeGreaterThan(0);
    expect(Buffer.concat([...files.values()]).includes("P1234567")).toBe(false);
    const { sessions, excluded_sessions: excluded } = read(files, "request.json");
    expect(sessions.map(({ session_id: id }: { session_id: string }) => id).sort()).toEqual([...ids].sort());
    expect(excluded).toBe(0);
    for (const value of Object.values(sessions[0])) expect(String(value)).not.toMatch(/\*|passport/i);
  });

  it("is made also of a request that was emptied after its time, and says so", async () => {
    const { organization, officer } = scene;
    const { id: requestId } = await receive(officer, { kind: "access" });
    const message = messageInput.parse({
      ...{
        kind: "received",
        language: "en",
        via: "letter",
        to: "1 Road",
        subject: "Arrived",
        text: "Thanks",
      },
      hasLetter: true,
    });
    await sendMessage(officer, { requestId, ...message });
    await addMemberNote(officer, { requestId, text: "Called twice." });
    await closeRequest(officer, { requestId, status: "withdrawn", reason: "Changed their mind" });
    await db.request.updateMany({
      where: { id: requestId },
      data: { closedAt: new Date("2019-01-01T00:00:00Z") },
    });
    await currentSettings(officer);
    await db.retentionSettings.updateMany({
      where: { organizationPk: organization.pk },
      data: { keepRequestsDays: 30 },
    });
    await removeServed();
    const files = await opened(requestId);
    expect(read(files, "messages.json")).toMatchObject([{ text: null, to: null }]);
    expect(read(files, "notes.json")).toMatchObject([{ text: null }]);
    expect(await db.requestNote.count({ where: { sealed: { not: null } } })).toBe(0);
    await expect(addMemberNote(officer, { requestId, text: "Late" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(read(files, "request.json").requester).toBeNull();
    expect(files.get("README.txt")?.toString()).toContain("was erased after its time was over");
  });

  it("tells of an excluded session only that there is one", async () => {
    const { officer } = scene;
    const { id: requestId } = await receive(officer, { kind: "access" });
    await verifyRequester(officer, { requestId, how: "signed_in" });
    const [first] = (await searchRequest(officer, { requestId })).matches;
    const sessionId = first?.sessionId ?? "";
    await decideMatch(officer, { requestId, sessionId, state: "excluded", reason: "Another person" });
    const text = (await opened(requestId)).get("request.json")?.toString() ?? "";
    expect(JSON.parse(text).excluded_sessions).toBe(1);
    for (const told of [sessionId, "Another person"]) expect(text).not.toContain(told);
  });

  it("is made only for members who answer requests of the organization", async () => {
    const { organization, officer } = scene;
    const { id: requestId } = await receive(officer);
    for (const role of ["reviewer", "lead", "auditor", "admin"] as const)
      await expect(getDossier(await createMember(organization, [role]), { requestId })).rejects.toMatchObject(
        { code: "forbidden" },
      );
    const key = keyActorOf(organization, ["requests:read", "requests:write"]);
    await expect(getDossier(key, { requestId })).rejects.toMatchObject({ code: "forbidden" });
    const other = await createMember(await createOrganization(), ["compliance"]);
    await expect(getDossier(other, { requestId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is logged when it is opened, and not before", async () => {
    const { officer } = scene;
    const { id: requestId } = await receive(officer);
    const { name, open } = await getDossier(officer, { requestId });
    expect(name).toBe(`${requestId}-dossier.zip`);
    const where = { type: "request.dossier-downloaded", resourceId: requestId };
    expect(await db.auditEvent.count({ where })).toBe(0);
    await (await open()).cancel();
    expect(await db.auditEvent.count({ where })).toBe(1);
    const answer = await callPath("GET", `/api/v1/requests/${requestId}/dossier`, {
      headers: await signedInHeaders(officer.id),
    });
    expect(answer.headers.get("content-disposition")).toContain(name);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
  });
});
