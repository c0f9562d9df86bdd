import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { adapters } from "@/lib/intake/adapters";
import type { Adapter, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { clientOf } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { withValueAt } from "@/test/factories";
import { personal, type Sample, samples } from "@/test/vendors/samples";

const facts: MappingFacts = {
  environment: "sandbox",
  firstSeenAt: new Date("2026-11-20T10:00:00Z"),
  changedAt: new Date("2026-11-21T11:00:00Z"),
};
const known = await samples();
const sampleOf = (vendor: string): Sample => {
  const sample = known[vendor];
  if (!sample) throw new Error(`test/vendors/samples.ts has no sample of ${vendor}`);
  return sample;
};

const defaults = (adapter: Adapter) => adapter.settings.parse({});
const mapped = (adapter: Adapter, record: VendorRecord, given = facts) => {
  const { bundle, ...rest } = adapter.map(record, defaults(adapter), given);
  const read = checkBundle(bundle);
  if (!read.bundle) throw new Error(JSON.stringify(read.faults));
  return { ...rest, bundle: read.bundle, aside: read.aside };
};
const idsOf = (adapter: Adapter, record: VendorRecord, given?: MappingFacts) =>
  mapped(adapter, record, given).bundle.documents?.map(({ id }) => id);

function refusalOf(run: () => unknown): VendorError {
  try {
    run();
  } catch (error) {
    if (error instanceof VendorError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Adds a field that nobody knows to every object. */
function withUnknown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknown);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, each]) => [key, withUnknown(each)]);
  return Object.fromEntries([...inner, ["x_from_tomorrow", { a: [1] }]]);
}
const changed = (record: VendorRecord, change: (value: unknown) => unknown): VendorRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, text]) => [name, JSON.stringify(change(JSON.parse(text)))]),
  );

describe.each(Object.values(adapters))("$vendor", (adapter) => {
  const { record, again, required, images } = sampleOf(adapter.vendor);

  it("has a default for every setting", () => {
    expect(adapter.settings.parse(defaults(adapter))).toEqual(defaults(adapter));
  });

  it("maps to a valid bundle, the same each time", () => {
    const first = mapped(adapter, Object.freeze({ ...record }));
    expect(first.aside).toEqual([]);
    expect(mapped(adapter, record)).toEqual(first);
    expect(first.bundle.documents?.length).toBe(images);
    expect(first.vendorStatus).not.toBe("");
  });

  it("gives images ids of their own that never change", () => {
    const ids = idsOf(adapter, record);
    expect(new Set(ids).size).toBe(images);
    const later = {
      ...facts,
      firstSeenAt: new Date("2026-12-01T00:00:00Z"),
      changedAt: new Date("2026-12-02T00:00:00Z"),
    };
    expect(idsOf(adapter, record, later)).toEqual(ids);
    if (again) expect(idsOf(adapter, again)).toEqual(ids);
  });

  it("finds no other record where only signatures and times of the answer are others", () => {
    expect(adapter.essence(record)).toEqual(adapter.essence({ ...record }));
    if (again) expect(adapter.essence(again)).toEqual(adapter.essence(record));
    const [name = ""] = Object.keys(record);
    const other = { ...record, [name]: JSON.stringify(withUnknown(JSON.parse(record[name] ?? ""))) };
    expect(adapter.essence(other)).not.toEqual(adapter.essence(record));
  });

  it("tolerates fields that it does not know", () => {
    expect(idsOf(adapter, changed(record, withUnknown))).toEqual(idsOf(adapter, record));
  });

  it.each(required.map((place) => [place.join("."), place] as const))(
    "needs %s, and names it",
    (_, [document, ...path]) => {
      const text = JSON.stringify(withValueAt(JSON.parse(record[document] ?? ""), path));
      const error = refusalOf(() => adapter.map({ ...record, [document]: text }, defaults(adapter), facts));
      expect(["incomplete", "unreadable"]).toContain(error.fault);
      expect(error.message).toContain(String(path.at(-1)));
      for (const value of personal) expect(error.message).not.toContain(value);
    },
  );

  it.each([
    ["a page of HTML", "<!doctype html><title>Sign in</title>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    [
      "an object of very many keys",
      `{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":${at}`).join(",")}}`,
    ],
    ["a thousand levels", `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`],
  ])("refuses %s", (_, text) => {
    const [name = ""] = Object.keys(record);
    const error = refusalOf(() => adapter.map({ ...record, [name]: text }, defaults(adapter), facts));
    expect(["incomplete", "unreadable"]).toContain(error.fault);
  });

  it("has no image for a name that it did not give", async () => {
    for (const name of ["", "https://evil.example/x", "file:../../etc/passwd", "answer:session#/id/0"])
      expect(await adapter.image(null, record, defaults(adapter), name)).toBeNull();
  });

  it("keeps its key out of errors, even where the vendor repeats it", async () => {
    const server = createServer((request, response) => {
      const message = Object.values(request.headers).join(" ");
      response.writeHead(401, { "Content-Type": "application/json" }).end(JSON.stringify({ message }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      const key = "k3y-that-nobody-may-see";
      const credentials = adapter.keys.includes("api_key")
        ? ({ kind: "api_key", key } as const)
        : ({ kind: "basic", user: key, password: key } as const);
      const client = clientOf({
        ...{ title: adapter.title, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
        ...{ headers: adapter.authorize(credentials), allowed: { http: true, networks: ["127.0.0.1/32"] } },
      });
      const error = await adapter.fetch(client, defaults(adapter), "abc").catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: "VendorError",
        fault: "refused_key",
        message: expect.stringContaining("HTTP 401"),
      });
      expect(String((error as VendorError).message)).not.toContain(key);
    } finally {
      await new Promise((done) => server.close(done).closeAllConnections());
    }
  });

  it("knows its own files, and no other vendor's", () => {
    for (const [vendor, { record: theirs }] of Object.entries(known)) {
      const text = Object.values(theirs)[0] ?? "";
      const found = adapter.fromFile(JSON.parse(text), text);
      expect([vendor, found !== null]).toEqual([vendor, vendor === adapter.vendor]);
    }
  });
});
