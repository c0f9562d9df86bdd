import { afterEach, describe, expect, it } from "vitest";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { regula } from "@/lib/regula/adapter";
import { searchBody } from "@/lib/regula/listing";
import { regulaSettings } from "@/lib/regula/settings";
import type { ListPage, Wanted } from "@/lib/vendors/adapter";
import { clientOf, type VendorClient } from "@/lib/vendors/client";
import { type RegulaFaults, type RegulaServer, regulaImage, startRegula } from "@/test/vendors/regula-server";

let server: RegulaServer | undefined;
afterEach(() => server?.stop());

const allowed = { http: true, networks: ["127.0.0.1/32"] };
const all: Wanted = { since: null, workflows: [] };
const settings = regulaSettings.parse({ list: { pageSize: 7 } });
const seed = 5;

async function connect(sessions: number, faults: RegulaFaults = {}, key?: string) {
  server = await startRegula({ sessions, seed, faults });
  const headers = regula.authorize({ kind: "api_key", key: key ?? server.key });
  return { server, client: clientOf({ title: regula.title, baseUrl: server.url, headers, allowed }) };
}

async function listAll(client: VendorClient, given = settings, wanted = all): Promise<string[]> {
  const ids: string[] = [];
  let at: string | null = null;
  do {
    const page: ListPage | undefined = await regula.list?.(client, given, wanted, at);
    ids.push(...(page?.sessions.map(({ id }) => id) ?? []));
    at = page?.next ?? null;
  } while (at !== null);
  return ids;
}

describe("listing", () => {
  it("lists every session by search, page by page", async () => {
    const { client, server } = await connect(30);
    expect((await listAll(client)).toSorted()).toEqual(server.ids);
    const only = await listAll(client, settings, { ...all, workflows: ["wf-age"] });
    expect(only.length).toBe(15);
  });

  it("lists by views", async () => {
    const { client, server } = await connect(30);
    const views = regulaSettings.parse({ list: { mode: "views", namespaces: ["desk"], pageSize: 7 } });
    expect((await listAll(client, views)).toSorted()).toEqual(server.ids);
  });

  it("asks again for a page that comes twice, and gives up when the list never gets on", async () => {
    const { client, server } = await connect(30, { duplicatePages: 0.3 });
    expect(new Set(await listAll(client))).toEqual(new Set(server.ids));
    const deaf = regulaSettings.parse({ list: { pageSize: 7, skipParameter: "offset" } });
    await expect(listAll(client, deaf)).rejects.toMatchObject({ fault: "unreadable" });
  });

  it("gives a version that changes with the session", async () => {
    const { client, server } = await connect(3);
    const versions = async () => {
      const page = await regula.list?.(client, settings, all, null);
      return new Map(page?.sessions.map(({ id, version }) => [id, version]));
    };
    const before = await versions();
    const [id = ""] = server.ids;
    server.change(id);
    const after = await versions();
    expect(server.ids.filter((each) => before.get(each) !== after.get(each))).toEqual([id]);
  });

  it.each([
    ["a bare list", (items: unknown[]) => items],
    ["records", (records: unknown[]) => ({ records })],
    ["data", (data: unknown[]) => ({ data })],
  ])("reads a list as %s", async (_, wrap) => {
    const items = [{ sessionId: "a" }, { session_id: "b" }, { id: "c" }];
    const client: VendorClient = {
      json: async () => JSON.stringify(wrap(items)),
      file: async () => Buffer.alloc(0),
    };
    expect(await listAll(client)).toEqual(["a", "b", "c"]);
  });

  it("searches by date only where the instance has such a field, and no further back than the window", () => {
    const now = new Date("2026-11-30T00:00:00Z");
    const since = new Date("2026-01-01T00:00:00Z");
    expect(searchBody(settings, { ...all, since }, now)).toEqual({ columns: [], sort: [], groupIds: [] });
    const dated = regulaSettings.parse({ list: { dateField: "updatedAt", windowDays: 30 } });
    expect(JSON.stringify(searchBody(dated, { ...all, since }, now))).toContain(
      '{"field":"updatedAt","op":"$gte","value":"2026-10-31T00:00:00.000Z"}',
    );
  });
});

describe("fetching", () => {
  const facts = { environment: "sandbox" as const, firstSeenAt: new Date(0), changedAt: new Date(0) };

  it("takes a session with its pictures byte for byte, and keeps no signature of an address", async () => {
    const { client, server } = await connect(4);
    const [, id = ""] = server.ids;
    const record = await regula.fetch(client, settings, id);
    expect(record.session).not.toMatch(/X-Amz-Signature=\d/);
    const { bundle } = checkBundle(regula.map(record, settings, facts).bundle);
    expect(bundle?.result?.extracted_data?.last_name).toBe(server.personOf(id).surname);
    for (const name of ["front", "back", "selfie"] as const) {
      const url = bundle?.documents?.find((document) => document.id === `${id}/${name}`)?.download_url ?? "";
      const bytes = await regula.image(client, record, settings, url);
      expect([name, bytes?.equals(regulaImage(seed, 1, name))]).toEqual([name, true]);
      // A record that was stored: its addresses no longer open anything.
      const stored = structuredClone(record);
      expect((await regula.image(client, stored, settings, url))?.equals(regulaImage(seed, 1, name))).toBe(
        true,
      );
    }
    expect(server.calls.get("store")).toEqual({ all: 2, withKey: 0 });
  });

  it("asks for a new address of an image when the first has expired", async () => {
    const { client, server } = await connect(1, { expire: 1 });
    const [id = ""] = server.ids;
    const record = await regula.fetch(client, settings, id);
    expect(await regula.image(client, record, settings, "file:LIVENESS_PORTRAIT")).toEqual(
      regulaImage(seed, 0, "selfie"),
    );
  });

  it.each([
    ["another host", { elsewhere: { share: 1, url: "http://192.168.7.7/x.png" } }, "not_allowed"],
    ["a private address", { redirect: { share: 1, to: "http://169.254.169.254/latest" } }, "not_allowed"],
  ])("sends no key and no request to %s", async (_, faults, fault) => {
    const { client, server } = await connect(1, faults);
    const [id = ""] = server.ids;
    const record = await regula.fetch(client, settings, id);
    await expect(regula.image(client, record, settings, "file:LIVENESS_PORTRAIT")).rejects.toMatchObject({
      fault,
    });
    expect(server.calls.get("store")?.withKey ?? 0).toBe(0);
  });

  it.each([
    ["throttle", "throttled"],
    ["fail", "away"],
    ["reset", "away"],
    ["truncate", "away"],
    ["html", "unreadable"],
    ["oversize", "unreadable"],
  ])("says what is wrong with an answer: %s is %s", async (name, fault) => {
    const { client, server } = await connect(1, { [name]: 1 });
    await expect(regula.fetch(client, settings, server.ids[0] ?? "")).rejects.toMatchObject({ fault });
  });

  it("refuses another session than the one asked for", async () => {
    const client: VendorClient = {
      json: async () => '{"id":"other","status":4}',
      file: async () => Buffer.alloc(0),
    };
    await expect(regula.fetch(client, settings, "mine")).rejects.toMatchObject({ fault: "unreadable" });
  });
});

it("tries a connection by its list or by a session that cannot exist", async () => {
  const { client, server } = await connect(1);
  const fine = { reached: true, keyAccepted: true, mayRead: true, said: null };
  expect(await regula.probe(client, settings)).toMatchObject(fine);
  expect(await regula.probe(client, regulaSettings.parse({ list: { mode: "none" } }))).toMatchObject(fine);
  const headers = regula.authorize({ kind: "basic", user: "anna", password: "secret" });
  const wrong = clientOf({ title: regula.title, baseUrl: server.url, headers, allowed });
  const page: VendorClient = { json: async () => "<!doctype html>", file: async () => Buffer.alloc(0) };
  for (const mode of ["search", "none"])
    expect(await regula.probe(page, regulaSettings.parse({ list: { mode } }))).toMatchObject({
      ...{ reached: true, keyAccepted: null, mayRead: null },
      said: expect.stringContaining("HTML"),
    });
  expect(await regula.probe(wrong, settings)).toMatchObject({
    ...{ reached: true, keyAccepted: false, mayRead: null },
    said: expect.stringContaining("Unauthorized"),
  });
});

describe("a notice", () => {
  const notice = (body: unknown, headers = {}, secret: string | null = null) =>
    regula.notice?.(
      {
        headers,
        secret,
        body: Buffer.from(JSON.stringify(body)),
        query: new URLSearchParams(),
        now: new Date(),
      },
      settings,
    );

  it.each(["sessionId", "session_id", "id"])("names a session under %s", (key) => {
    expect(notice({ [key]: "abc", status: 2 })).toEqual(["abc"]);
  });

  it("counts only with the secret, where one is set", () => {
    expect(notice({ id: "abc" }, { "x-webhook-secret": "s" }, "s")).toEqual(["abc"]);
    for (const headers of [{}, { "x-webhook-secret": "t" }])
      expect(() => notice({ id: "abc" }, headers, "s")).toThrow(
        expect.objectContaining({ fault: "refused_key" }),
      );
    expect(() => notice({ other: 1 })).toThrow(expect.objectContaining({ fault: "unreadable" }));
  });
});

it("reads files of sessions, and says what a DocReader answer alone lacks", () => {
  const session = { id: "a", status: 4, properties: {}, files: { x: "https://a.example/1?token=secret" } };
  expect(regula.fromFile(session, JSON.stringify(session))).toEqual({
    id: "a",
    record: { session: '{"id":"a","status":4,"properties":{},"files":{"x":"https://a.example/1?token="}}' },
  });
  expect(regula.fromFile({ session: {} }, "{}")).toBeNull();
  expect(() => regula.fromFile({ ContainerList: { List: [] } }, "")).toThrow("without its session");
});
