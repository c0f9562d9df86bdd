import { mkdirSync } from "node:fs";
import path from "node:path";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { eraseForRequest } from "@/lib/certificates/erase";
import { markDelivered } from "@/lib/delivery/write";
import { buildPackages } from "@/lib/packages/jobs";
import { downloadPackage, requestPackage } from "@/lib/packages/package";
import { closeDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { closeRequest } from "@/lib/requests/close";
import { removeServed } from "@/lib/retention/served";
import { fieldMap } from "@/lib/vault/field-map";
import { startWorker } from "@/lib/worker";
import { backUp } from "@/test/backup";
import { type Column, columnsOf, everythingHeld, fieldsByColumn, filledIn, openedIn } from "@/test/catalogue";
import { earlierLevel, type MarkedPerson, markedPerson, markedRequest } from "@/test/marked-person";
import { found } from "@/test/markers";
import { db } from "@/test/test-db";

// What is logged and what is put aside lands in the data folder, where it is looked through with everything else.
vi.mock("@/lib/platform/log", async () => {
  // Hoisted above the imports of this file, so it has its own.
  const [{ default: pino }, { join }, { env: read }] = await Promise.all([
    import("pino"),
    import("node:path"),
    import("@/lib/platform/env"),
  ]);
  const dest = join(read().dataDir, "server.log");
  return { log: pino({ level: "trace", base: null }, pino.destination({ dest, sync: true })) };
});

let person: MarkedPerson;
let request: Awaited<ReturnType<typeof markedRequest>>;
const password = "a password of words";
const years = 365 * 86_400_000;

const requestKeys = () => db.request.count({ where: { dataKeyId: { not: null } } });

/** Starts and stops everything that a start of the server does to the databases. */
async function restart(): Promise<void> {
  await Promise.all([closeDb(), closeKeys()]);
  await (await startWorker()).stop();
}

beforeAll(async () => {
  process.env.TMPDIR = path.join(env().dataDir, "tmp");
  mkdirSync(process.env.TMPDIR);
  await restart();
  person = await markedPerson();
  request = await markedRequest(person);
  await requestPackage(person.officer, { requestId: request.requestId, password });
  while (await buildPackages());
});

/** Every file of the package, as whoever gets it reads it. */
async function packageFiles(): Promise<Map<string, Buffer>> {
  const stream = await (await downloadPackage(person.officer, { requestId: request.requestId })).open();
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const zip = new ZipReader(new Uint8ArrayReader(bytes), { password, useWebWorkers: false });
  const files = new Map<string, Buffer>();
  for (const entry of await zip.getEntries())
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  return files;
}

const everyMarker = () => [...person.markers, ...request.told, ...request.untold.markers, password];

/** Every column that the field map says holds something personal, of those that can hold words or bytes. */
async function personalColumns(): Promise<{ name: string; column: Column }[]> {
  const fields = await fieldsByColumn();
  return (await columnsOf(env().DATABASE_URL, "text")).flatMap((column) => {
    const known = column.schema === "public" ? fields.get(`${column.table}.${column.column}`) : undefined;
    const classified = known && fieldMap[known.model]?.[known.field];
    if (!known || !classified || "kept" in classified) return [];
    return [{ name: `${known.model}.${known.field}`, column }];
  });
}

/** Personal columns that a package does not repeat, and why. */
const notInPackage: Record<string, string> = {
  "Session.dataKeyId": "an internal id",
  "Session.importDigest": "a keyed digest that only tells whether a bundle came before",
  "FraudSignal.otherRiskLevel":
    "it stands in clear; the package has it with its signal, which a line below looks up",
  "BlindIndex.digest": "a keyed digest of a value that is there in clear",
  "BlindIndex.kind": "the name of a field that is there",
  "BlindIndex.environment": "live or sandbox",
  "OneTimeLink.tokenDigest": "a digest of the token in an address that is there",
  "OneTimeLink.grantDigest": "a digest of a cookie of the applicant's browser, which is random",
  "Document.blobKey": "the name of a file that is there",
  "Document.thumbnailKey": "the name of a smaller copy of an image that is there",
  "SourceRecord.environment": "live or sandbox",
  "SourceRecord.blobKey": "the name of a file whose content is there",
  "SourceRecord.digest": "a keyed digest of a record that is there",
  "Request.dataKeyId": "an internal id",
  "RequestIndex.digest": "a keyed digest of a value that is there in clear",
  "RequestMatch.sealed": "why a session of somebody else is not in it",
  "RequestMark.sealed": "which words about other people are not in it; places and grounds, no words",
  "RequestNote.sealed": "what members note for each other; `untold` looks that it is not in it",
  "RequestRecipient.sealed": "how recipients were told; the person can ask who they are (GDPR Art. 19)",
  "RequestMessage.answer": "what the operator's mail server said of a mail",
  "RequestLetter.sealed":
    "a letter to the person as PDF; its day and the facts that it was made of are there",
  "Package.dataKeyId": "an internal id",
  "Package.sealed": "the package's own password, which reaches the requester by another way",
};

/** Sealed columns in which no marker can be read: places of words, and a PDF, whose text is compressed. */
const withoutMarkers = ["RequestMark.sealed", "RequestLetter.sealed"];

/** Columns of words or bytes that no schema file of ours has, and why nothing personal is in them. */
const foreign = [
  { like: /^pgboss\./, why: "names and times of jobs; looked through like everything else" },
  { like: /^public\._prisma_migrations\./, why: "names and digests of migrations" },
];
/** The same for the keys database. */
const keyColumns: Record<string, string> = {
  "organization_keys.organization_id": "the organization's id",
  "organization_keys.master_key_id": "which master key wraps it",
  "organization_keys.wrapped": "a wrapped key",
  "data_keys.id": "the key's own id",
  "data_keys.organization_id": "the organization's id",
  "data_keys.wrapped": "a wrapped key",
  "ledger_marks.place": "which ledger",
  "ledger_marks.hash": "a hash over ids",
  "chain_heads.name": "which chain of which organization and environment",
  "chain_heads.hash": "a hash over the last link",
  "chain_heads.statement": "a seal of the audit log: numbers, times and hashes of events",
  "chain_heads.signature": "a signature over that",
  "installation.id": "the installation's own id",
  "installation.main_server": "the id of the database server",
  "marks.name": "what is counted there",
};

describe("the data of a person with a marker in every place that can contain personal data", () => {
  it("is in known columns: every column of both databases is classified", async () => {
    const fields = await fieldsByColumn();
    for (const { schema, table, column } of await columnsOf(env().DATABASE_URL, "text")) {
      const name = `${schema}.${table}.${column}`;
      const known = schema === "public" ? fields.get(`${table}.${column}`) : undefined;
      if (known) expect(fieldMap[known.model]?.[known.field], name).toBeDefined();
      else
        expect(
          foreign.some(({ like }) => like.test(name)),
          name,
        ).toBe(true);
    }
    const ofKeys = await columnsOf(env().KEYS_DATABASE_URL, "text");
    const own = ofKeys.filter(({ table }) => table !== "_prisma_migrations");
    expect(own.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
      Object.keys(keyColumns).sort(),
    );
  });

  it("fills every personal column, and the package contains it or gives a reason", async () => {
    const files = [...(await packageFiles()).values()];
    const missing = [...person.markers, ...request.told].filter(
      (marker) => found(files, [marker]).length === 0,
    );
    expect(missing).toEqual([]);
    expect(found(files, [person.image]), "the image").toHaveLength(1);
    const absent: string[] = [];
    for (const { name, column } of await personalColumns()) {
      expect(await filledIn(env().DATABASE_URL, column), name).toBeGreaterThan(0);
      const held = name.endsWith(".sealed") ? found(await openedIn(column), everyMarker()) : [];
      if (name.endsWith(".sealed") && !withoutMarkers.includes(name))
        expect(held.length, name).toBeGreaterThan(0);
      if (held.length === 0 || found(files, held).length < held.length) absent.push(name);
    }
    expect(absent.sort()).toEqual(Object.keys(notInPackage).sort());
    expect(found(files, [earlierLevel])).toHaveLength(1);
    expect(found(files, [...request.untold.markers, password])).toEqual([]);
  });

  it("is nowhere in clear, even before the erasure; all of it can be opened", async () => {
    const { plain, opened } = await everythingHeld();
    const every = everyMarker();
    expect(found(plain, every)).toEqual([]);
    expect(every.filter((marker) => found(opened, [marker]).length === 0)).toEqual([]);
    expect(found(opened, [person.image, person.thumbnail])).toHaveLength(2);
  });

  it("is nowhere after the erasure, after the request is emptied, and after yesterday's backup is restored", async () => {
    const { officer } = person;
    const { requestId, told, untold } = request;
    const ofPerson = [
      ...[...person.markers, earlierLevel].map((text) => Buffer.from(text)),
      person.image,
      person.thumbnail,
      Buffer.from(password),
    ];
    const yesterday = await backUp();
    await markDelivered(officer, { requestId, via: "letter", to: "Their address" });
    await eraseForRequest(officer, { requestId, confirm: requestId });
    await closeRequest(officer, { requestId, status: "completed", reason: untold.mark("closing") });
    const erased = await everythingHeld();
    const every = [...told, ...untold.markers];
    expect(found([...erased.plain, ...erased.opened], ofPerson)).toEqual([]);
    expect(found(erased.plain, every)).toEqual([]);
    // Who asked is evidence of the answer, sealed under a key of the request's own, until its time is over.
    expect(found(erased.opened, every).sort()).toEqual([...every].sort());

    await removeServed();
    expect(await requestKeys()).toBe(1);
    await db.request.updateMany({ data: { closedAt: new Date(Date.now() - 4 * years) } });
    await removeServed();
    expect(await requestKeys()).toBe(0);
    await restart();
    const forgotten = await everythingHeld();
    const both = (held: typeof forgotten) => [...held.plain, ...held.opened];
    const anything = [...ofPerson, ...every.map((text) => Buffer.from(text))];
    expect(found(both(forgotten), anything)).toEqual([]);
    expect(await db.certificatePage.count()).toBe(1);

    await yesterday.restore("main", "keys", "blobs");
    expect(found((await everythingHeld()).opened, ofPerson), "the backup is one").toHaveLength(
      ofPerson.length,
    );
    await restart();
    expect(found(both(await everythingHeld()), anything)).toEqual([]);
    expect(await db.session.count({ where: { retentionStatus: "active" } }), "nobody else went").toBe(1);
  });
});
