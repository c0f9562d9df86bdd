import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { fieldsToLack } from "@/lib/contract/bundle-aside";
import { checkBundle, readBundle } from "@/lib/contract/bundle-reader";
import { listDocuments } from "@/lib/documents/read";
import { parseExact, stringifyExact } from "@/lib/format/exact-json";
import { importBundle } from "@/lib/imports/import";
import { earlierDigestible } from "@/lib/imports/verdict";
import { mac } from "@/lib/platform/crypto";
import { purposeKey } from "@/lib/platform/keys";
import { exportSession, redactSession } from "@/lib/privacy/write";
import { openSession } from "@/lib/records/open";
import { callPath } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createOrganization,
  fixture,
  importFor,
  sampleBundle,
  sampleImage,
} from "@/test/factories";
import { db } from "@/test/test-db";

const signed = new Set(["download_url", "download_url_expires_at"]);

/** A bundle whose every field that it can lack has a value that does not fit the contract. */
function withEveryFieldAside(): Bundle {
  const unfit = { word: "not one of the contract's" };
  const sample = sampleBundle();
  const session = { ...sample.session, status: "completed" };
  const bundle: Record<string, unknown> = { ...sample, session };
  const spoil = (part: unknown, fields: readonly string[]): unknown =>
    Array.isArray(part)
      ? part.map((each) => spoil(each, fields))
      : { ...Object(part), ...Object.fromEntries(fields.map((field) => [field, unfit])) };
  const { hits, ...parts } = fieldsToLack;
  bundle.verifications = [{ policy: "document_ocr", attempt: 1, status: "passed", details: null }];
  for (const [name, fields] of Object.entries(parts)) bundle[name] = spoil(bundle[name], fields);
  const hit = { matched_name: "Emily Johnson", status: "potential_match" };
  bundle.screening = spoil(bundle.screening, []);
  for (const check of bundle.screening as Record<string, unknown>[]) check.hits = [spoil(hit, hits)];
  return bundle as Bundle;
}

/** Every field and value of `given` stands in `answer`, whatever else does. */
function expectHeld(given: unknown, answer: unknown, at: string): void {
  if (given === null || typeof given !== "object") {
    expect(answer, at).toEqual(given);
    return;
  }
  if (Array.isArray(given)) expect((answer as unknown[]).length, at).toBe(given.length);
  for (const [key, inner] of Object.entries(given)) {
    if (!signed.has(key)) expectHeld(inner, (answer as Record<string, unknown>)?.[key], `${at}.${key}`);
  }
}

const handMade = readdirSync(path.join(import.meta.dirname, "../../test/fixtures/bundles")).filter((name) =>
  name.endsWith(".json"),
);

describe("import and export", () => {
  it("returns every field and value of the contract's sample", async () => {
    const actor = actorOf(await createOrganization());
    const sample = sampleBundle();
    expect(await importFor(actor, sample)).toMatchObject({ outcome: "created" });
    const answer = await exportSession(actor, { sessionId: sample.session.id });
    expectHeld(sample, answer, "bundle");
    expect(Object.keys(answer)).toEqual(Object.keys(sample));
  });

  it("changes nothing of a restricted session, however new the import is", async () => {
    const actor = actorOf(await createOrganization());
    const sample = sampleBundle();
    await importFor(actor, sample);
    await db.session.updateMany({ where: { id: sample.session.id }, data: { restrictedAt: new Date() } });
    const newer = {
      ...sample,
      session: { ...sample.session, updated_at: new Date().toISOString(), country: "JP" },
    };
    const before = await db.session.findFirstOrThrow({ where: { id: sample.session.id } });
    for (const bundle of [sample, newer])
      expect(await importFor(actor, bundle)).toMatchObject({ outcome: "conflict" });
    expect(await db.session.findFirstOrThrow({ where: { id: sample.session.id } })).toEqual(before);
  });

  it.each(handMade)("returns every field and value of %s", async (name) => {
    const actor = actorOf(await createOrganization());
    const given = fixture<{ session: { id: string } }>(`bundles/${name}`);
    await importFor(actor, given);
    expectHeld(given, await exportSession(actor, { sessionId: given.session.id }), name);
  });

  it("returns numbers in their original characters, in every export", async () => {
    const organization = await createOrganization();
    const file = path.join(import.meta.dirname, "../../test/fixtures/reading/bundles/big-numbers.json");
    const text = readFileSync(file, "utf8").replace(
      '"fields":{}',
      '"fields":{"account":90071992547409931,"address":{"zip":1.10}}',
    );
    const { bundle } = readBundle(Buffer.from(text));
    if (!bundle) throw new Error("unreadable");
    await importBundle(actorOf(organization), bundle, { source: "test", readImage: async () => null });
    const key = await createApiKey(organization, ["sessions:read", "sessions:export", "results:read"]);
    const ask = async (target: string) =>
      (await callPath("GET", target, { headers: { Authorization: `Bearer ${key}` } })).text();
    const literals = ['"customer_id":1524831183200260097', '"amount":1.10', '"huge":1e400', '"neg":-0'];
    const exported = await ask("/api/v1/sessions/ses_case_big/export");
    for (const literal of [
      ...literals,
      '"x_big":9007199254740993',
      '"account":90071992547409931',
      '"zip":1.10',
    ])
      expect(exported).toContain(literal);
    const shown = await ask("/api/v1/sessions/ses_case_big");
    for (const literal of literals) expect(shown).toContain(literal);
    expect(exported).not.toContain("\ufdd0");
    const whole = stringifyExact(await exportSession(actorOf(organization), { sessionId: "ses_case_big" }));
    for (const key of ['"__proto__":{"polluted":true}', '"__proto__":{"isAdmin":true}', '"constructor":"x"'])
      expect(whole).toContain(key);
    const again = readBundle(Buffer.from(exported));
    expect(again.bundle?.session.metadata).toMatchObject({
      customer_id: bundle.session.metadata?.customer_id,
    });
  });

  it("restores the exact numbers of a session that an earlier release had rounded", async () => {
    const organization = await createOrganization();
    const actor = actorOf(organization);
    const file = path.join(import.meta.dirname, "../../test/fixtures/reading/bundles/big-numbers.json");
    const text = readFileSync(file, "utf8").replaceAll("case_big", "case_rounded");
    const read = (value: unknown) => {
      const { bundle } = checkBundle(value);
      if (!bundle) throw new Error("unreadable");
      return bundle;
    };
    const bring = (value: unknown) =>
      importBundle(actor, read(value), { source: "test", readImage: async () => null });
    expect(await bring(JSON.parse(text))).toMatchObject({ outcome: "created" });
    const key = await purposeKey(organization.id, "import-digest");
    const importDigest = Uint8Array.from(mac(key, earlierDigestible(read(JSON.parse(text)))));
    await db.session.updateMany({ where: { organizationPk: organization.pk }, data: { importDigest } });
    expect(await bring(parseExact(text))).toMatchObject({ outcome: "updated" });
    expect(await bring(parseExact(text))).toMatchObject({ outcome: "unchanged" });
    const exported = await exportSession(actor, { sessionId: "ses_case_rounded" });
    expect(stringifyExact(exported)).toContain("1524831183200260097");
  });

  it("treats the same bundle in another spelling as unchanged, and one with another number as different", async () => {
    const actor = actorOf(await createOrganization());
    const bundle = sampleBundle();
    const bring = (metadata: string, reverse = false) => {
      const entries = Object.entries({
        ...bundle,
        session: { ...bundle.session, metadata: parseExact(metadata) },
      });
      return importFor(actor, Object.fromEntries(reverse ? entries.reverse() : entries));
    };
    expect(await bring('{"a":1.10,"b":{"c":9007199254740993,"d":1}}')).toMatchObject({ outcome: "created" });
    const respelled = '{"b":{"d":1.0,"c":9007199254740993.0},"a":11e-1}';
    expect(await bring(respelled, true)).toMatchObject({ outcome: "unchanged" });
    expect(await bring('{"a":1.10,"b":{"c":9007199254740992,"d":1}}')).toMatchObject({ outcome: "conflict" });
    expect(stringifyExact(await exportSession(actor, { sessionId: bundle.session.id }))).toContain(
      '"a":1.10',
    );
  });

  it("returns values that were set aside", async () => {
    const actor = actorOf(await createOrganization());
    const bundle = sampleBundle();
    const broken = {
      ...bundle,
      session: { ...bundle.session, country: "United States", token_expires_at: "soon" },
    };
    expect(await importFor(actor, broken)).toMatchObject({ outcome: "created" });
    const answer = await exportSession(actor, { sessionId: bundle.session.id });
    expect(answer.session).toMatchObject({ country: "United States", token_expires_at: "soon" });
    expect(await importFor(actor, broken)).toMatchObject({ outcome: "unchanged" });
  });

  it("exports a session in which every field that it can lack was set aside", async () => {
    const organization = await createOrganization();
    const bundle = withEveryFieldAside();
    expect(await importFor(actorOf(organization), bundle)).toMatchObject({ outcome: "created" });
    const key = await createApiKey(organization, ["sessions:read", "sessions:export", "identities:read"]);
    const ask = (target: string) => callPath("GET", target, { headers: { Authorization: `Bearer ${key}` } });
    const own = await ask(`/api/v1/sessions/${bundle.session.id}/export`);
    expect(own.status).toBe(200);
    expectHeld(bundle, await own.json(), "bundle");
    const { identity } = await db.session.findFirstOrThrow({
      where: { organizationPk: organization.pk },
      select: { identity: true },
    });
    const all = await ask(`/api/v1/identities/${identity?.id}/export`);
    expect(all.status).toBe(200);
    expectHeld([bundle], (await all.json()).sessions, "sessions");
  });

  it("returns the level of a signal that an earlier version stored as a word", async () => {
    const actor = actorOf(await createOrganization());
    const bundle = sampleBundle();
    const [signal] = bundle.fraud_signals ?? [];
    if (!signal) throw new Error("The sample has no signal.");
    const mild = { ...bundle, fraud_signals: [{ ...signal, risk_level: null }] };
    expect(await importFor(actor, mild)).toMatchObject({ outcome: "created" });
    await db.fraudSignal.updateMany({
      where: { organizationPk: actor.scope.organizationPk },
      data: { otherRiskLevel: "Severe" },
    });
    const answer = await exportSession(actor, { sessionId: bundle.session.id });
    expect(answer.fraud_signals).toMatchObject([{ risk_level: "Severe" }]);
  });

  it("accepts its own export as unchanged data", async () => {
    const [first, second] = [actorOf(await createOrganization()), actorOf(await createOrganization())];
    await importFor(first, fixture("bundles/unknown-fields.json"));
    const exported = await exportSession(first, { sessionId: "ses_unknownfields" });
    await importFor(second, exported);
    expectHeld(exported, await exportSession(second, { sessionId: "ses_unknownfields" }), "bundle");
  });
});

describe("importing again", () => {
  const changed = (minutes: number) => {
    const sample = sampleBundle();
    const at = new Date(Date.parse(sample.session.updated_at) + minutes * 60_000).toISOString();
    return { ...sample, session: { ...sample.session, country: "CA", updated_at: at } };
  };

  it("reports unchanged for the same bundle, updated for a newer one, conflict for an older one", async () => {
    const actor = actorOf(await createOrganization());
    const outcomes = [];
    for (const bundle of [sampleBundle(), sampleBundle(), changed(5), changed(-5)])
      outcomes.push((await importFor(actor, bundle)).outcome);
    expect(outcomes).toEqual(["created", "unchanged", "updated", "conflict"]);
    expect((await exportSession(actor, { sessionId: "ses_7f9d3a2b" })).session.country).toBe("CA");
  });

  it("keeps one session and its rows once", async () => {
    const actor = actorOf(await createOrganization());
    await importFor(actor, sampleBundle());
    await importFor(actor, changed(5));
    const answer = await exportSession(actor, { sessionId: "ses_7f9d3a2b" });
    expect(answer.documents).toHaveLength(1);
    expect(answer.case_notes).toHaveLength(1);
  });

  it("refuses a bundle of the other environment and changes nothing", async () => {
    const live = actorOf(await createOrganization(), { environment: "live" });
    await expect(importFor(live, sampleBundle())).rejects.toMatchObject({ code: "validation_error" });
    await expect(openSession(live, "ses_7f9d3a2b", "read")).rejects.toMatchObject({ code: "not_found" });
  });

  it("reports a conflict and changes nothing when a case id belongs to another session", async () => {
    const actor = actorOf(await createOrganization());
    await importFor(actor, sampleBundle());
    const other = sampleBundle();
    const clash = {
      ...other,
      session: { ...other.session, id: "ses_other" },
      result: null,
      review_case: other.review_case && { ...other.review_case, session_id: "ses_other" },
      screening: [],
      webhook_deliveries: [],
    };
    await expect(importFor(actor, clash)).rejects.toMatchObject({ code: "conflict" });
    await expect(openSession(actor, "ses_other", "read")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("importing an update", () => {
  const newer = () => {
    const sample = sampleBundle();
    const documents = sample.documents?.map((document) => ({ ...document, download_url: "front.jpg" }));
    return { ...sample, documents };
  };
  const later = (bundle: Bundle): Bundle => ({
    ...bundle,
    session: { ...bundle.session, country: "CA", updated_at: "2024-07-01T00:00:00Z" },
  });
  const held = async (actor: Actor) =>
    (await listDocuments(actor, { sessionId: "ses_7f9d3a2b" })).data.map(({ isAvailable }) => isAvailable);

  it("keeps the images it does not contain, and accepts its own export as unchanged", async () => {
    const actor = actorOf(await createOrganization());
    await importFor(actor, newer(), { "front.jpg": await sampleImage() });
    const exported = await exportSession(actor, { sessionId: "ses_7f9d3a2b" });
    expect(await importFor(actor, newer())).toMatchObject({ outcome: "unchanged" });
    expect(await importFor(actor, later(exported))).toMatchObject({ outcome: "updated", images: 0 });
    expect(await held(actor)).toEqual([true]);
    expect(
      (await exportSession(actor, { sessionId: "ses_7f9d3a2b" })).result?.extracted_data?.first_name,
    ).toBe("Emily");
  });

  it("adds an image that was missing the first time", async () => {
    const actor = actorOf(await createOrganization());
    await importFor(actor, newer());
    expect(await held(actor)).toEqual([false]);
    expect(await importFor(actor, newer(), { "front.jpg": await sampleImage() })).toMatchObject({
      outcome: "updated",
      images: 1,
    });
    expect(await held(actor)).toEqual([true]);
  });

  const decided = (bundle: Bundle): Bundle => ({
    ...bundle,
    review_case: bundle.review_case && { ...bundle.review_case, status: "approved" },
  });

  it("never restores what a simultaneous redaction erases", async () => {
    for (let round = 0; round < 8; round++) {
      const actor = actorOf(await createOrganization());
      await importFor(actor, decided(newer()));
      const [, redaction] = await Promise.allSettled([
        importFor(actor, later(decided(newer()))),
        redactSession(actor, { sessionId: "ses_7f9d3a2b" }),
      ]);
      expect(redaction).toMatchObject({ status: "fulfilled", value: { status: "deleted" } });
      const exported = await exportSession(actor, { sessionId: "ses_7f9d3a2b" });
      expect([exported.session.retention_status, exported.result?.extracted_data]).toEqual(["redacted", {}]);
    }
  });

  it("reports a conflict for other contents with the same updated_at", async () => {
    const actor = actorOf(await createOrganization());
    await importFor(actor, newer());
    const other = newer();
    expect(await importFor(actor, { ...other, session: { ...other.session, country: "CA" } })).toMatchObject({
      outcome: "conflict",
    });
  });
});

it("returns explicit nulls, and fields named like those every object has", async () => {
  const actor = actorOf(await createOrganization());
  const sample = sampleBundle();
  const given = {
    ...sample,
    session: {
      ...sample.session,
      retention_status: null,
      tags: null,
      constructor: "kept",
      toString: "kept too",
    },
    result: sample.result && { ...sample.result, sensitive_data_expired: null, extracted_data: null },
    documents: null,
    screening: sample.screening?.map((check) => ({
      ...check,
      result: null,
      hits: null,
      monitoring_enabled: null,
    })),
    webhook_deliveries: sample.webhook_deliveries?.map((delivery) => ({ ...delivery, max_attempts: null })),
  };
  await importFor(actor, given);
  expectHeld(given, await exportSession(actor, { sessionId: sample.session.id }), "bundle");
});
