import fc from "fast-check";
import { expect, it } from "vitest";
import { readBundle } from "@/lib/contract/bundle-reader";
import { importBundle } from "@/lib/imports/import";
import { AppError } from "@/lib/platform/errors";
import { exportSession } from "@/lib/privacy/write";
import { actorOf, createOrganization, sampleBundle } from "@/test/factories";
import { db } from "@/test/test-db";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const pathsOf = (value: Json, at: (string | number)[] = []): (string | number)[][] =>
  value === null || typeof value !== "object"
    ? [at]
    : [
        at,
        ...Object.entries(value).flatMap(([key, inner]) =>
          pathsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
        ),
      ];

function replaceAt(root: Json, path: (string | number)[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = structuredClone(root) as Record<string | number, Json>;
  copy[key] = replaceAt(copy[key] ?? null, rest, value);
  return copy;
}

const sample = sampleBundle() as unknown as Json;
const text = JSON.stringify(sample);
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const wrongValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1e308,
    2 ** 31,
    "",
    "\u0000",
    "\ud800",
    "x".repeat(300_000),
    [],
    {},
    [[]],
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.string({ unit: "binary" }),
);

const mutants: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...pathsOf(sample)), wrongValue)
      .map(([path, value]) => Buffer.from(JSON.stringify(replaceAt(sample, path, value)))),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: text.length - 1 })
      .map((length) => Buffer.from(text.slice(0, length))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 128, max: 255 })).map(([at, byte]) => {
      const bytes = Buffer.from(text);
      bytes[at] = byte;
      return bytes;
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(10, 100, 5_000, 200_000)
      .map((levels) => Buffer.from(text.replace('"source":"mobile_app"', () => `"source":${deep(levels)}`))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("id", "status", "tags", "created_at")
      .map((key) => Buffer.from(text.replace('"session":{', () => `"session":{"${key}":[1],`))),
  },
);

it("never crashes on 500 mutated copies, never leaves half a session, and names the fault's place", async () => {
  const actor = actorOf(await createOrganization());
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(mutants, async (bytes) => {
      const { bundle, faults } = readBundle(bytes);
      if (!bundle) {
        refused++;
        expect(faults.length).toBeGreaterThan(0);
        for (const fault of faults) expect(fault.path && fault.expected && fault.found).toBeTruthy();
        return;
      }
      const before = await db.session.count();
      try {
        await importBundle(actor, bundle, { source: "test", readImage: async () => null });
        await exportSession(actor, { sessionId: bundle.session.id });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(await db.session.count()).toBe(before);
      }
      const wanted = [
        bundle.result ? 1 : 0,
        bundle.documents?.length ?? 0,
        bundle.fraud_signals?.length ?? 0,
      ];
      const where = { session: { id: bundle.session.id } };
      const exists = await db.session.count({
        where: { id: bundle.session.id, importDigest: { not: null } },
      });
      if (exists && before < (await db.session.count())) {
        expect([
          await db.result.count({ where }),
          await db.document.count({ where }),
          await db.fraudSignal.count({ where }),
        ]).toEqual(wanted);
      }
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(100);
}, 300_000);
