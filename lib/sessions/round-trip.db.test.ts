import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { exportSession } from "@/lib/privacy/write";
import { ownSessionOf } from "@/lib/sessions/own";
import { actorOf, createOrganization, fixture, importFor, sampleBundle } from "@/prisma/factories";

const signed = new Set(["download_url", "download_url_expires_at"]);

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

const handMade = readdirSync(path.join(import.meta.dirname, "../../prisma/fixtures/bundles")).filter((name) =>
  name.endsWith(".json"),
);

describe("import and export", () => {
  it("gives back every field and value of the contract's sample", async () => {
    const actor = actorOf(await createOrganization());
    const sample = sampleBundle();
    expect(await importFor(actor, sample)).toMatchObject({ outcome: "created" });
    const answer = await exportSession(actor, { sessionId: sample.session.id });
    expectHeld(sample, answer, "bundle");
    expect(Object.keys(answer)).toEqual(Object.keys(sample));
  });

  it.each(handMade)("gives back every field and value of %s", async (name) => {
    const actor = actorOf(await createOrganization());
    const given = fixture<{ session: { id: string } }>(`bundles/${name}`);
    await importFor(actor, given);
    expectHeld(given, await exportSession(actor, { sessionId: given.session.id }), name);
  });

  it("takes its own export back in as unchanged data", async () => {
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

  it("says unchanged for the same bundle, updated for a newer one, conflict for an older one", async () => {
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
    await expect(ownSessionOf(live, "ses_7f9d3a2b")).rejects.toMatchObject({ code: "not_found" });
  });

  it("says conflict and leaves no trace when a case id is another session's", async () => {
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
    await expect(ownSessionOf(actor, "ses_other")).rejects.toMatchObject({ code: "not_found" });
  });
});
