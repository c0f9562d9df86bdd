import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { generateDemo } from "./scenarios";
import type { DemoSession } from "./sessions";
import { compositeScore, riskLevel, signalCatalog } from "./signals";

const now = new Date("2026-11-14T12:00:00Z");
const DAY = 86_400_000;

/** Everything but the closures, in a form that can be compared. */
function comparable(sessions: readonly DemoSession[]) {
  return sessions.map(({ images, ...session }) => ({
    ...session,
    images: images.map((image) => image.path),
  }));
}

function values<T>(sessions: readonly DemoSession[], choose: (session: DemoSession) => readonly T[]): Set<T> {
  return new Set(sessions.flatMap(choose));
}

function ids({ bundle }: DemoSession): string[] {
  return [
    bundle.session.id,
    ...bundle.documents.map((document) => document.id),
    ...bundle.screening.flatMap((check) => [check.id, ...check.hits.map((hit) => hit.id)]),
    ...(bundle.review_case ? [bundle.review_case.id] : []),
    ...bundle.case_notes.map((note) => note.note_id),
    ...bundle.webhook_deliveries.map((delivery) => delivery.id),
  ];
}

/** Every timestamp inside a bundle that says when something happened. */
function happenings(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(happenings);
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" && key.endsWith("_at") && !key.endsWith("expires_at")
      ? [inner]
      : happenings(inner),
  );
}

describe("the demo", () => {
  let demo: DemoSession[] = [];

  beforeAll(() => {
    demo = generateDemo({ seed: 1, now });
  });

  it("is the same for the same seed and moment, and another for another seed", () => {
    expect(comparable(generateDemo({ seed: 1, now }))).toEqual(comparable(demo));
    expect(comparable(generateDemo({ seed: 2, now }))).not.toEqual(comparable(demo));
  });

  it("has about 400 sessions, three quarters of them live, oldest first", () => {
    expect(demo.length).toBeGreaterThanOrEqual(380);
    expect(demo.length).toBeLessThanOrEqual(420);
    const live = demo.filter((session) => session.environment === "live").length;
    expect(live / demo.length).toBeCloseTo(0.75, 1);
    const order = demo.map((session) => session.bundle.session.id);
    expect(order).toEqual([...order].sort());
  });

  it("covers every session, result and case status", () => {
    expect(values(demo, ({ bundle }) => [bundle.session.status])).toEqual(
      new Set([
        "pending",
        "capturing",
        "processing",
        "awaiting_external",
        "under_review",
        "sandbox_pending",
        "completed",
        "expired",
        "failed",
      ]),
    );
    expect(values(demo, ({ bundle }) => (bundle.result ? [bundle.result.status] : []))).toEqual(
      new Set(["approved", "rejected", "needs_review"]),
    );
    expect(values(demo, ({ bundle }) => (bundle.review_case ? [bundle.review_case.status] : []))).toEqual(
      new Set(["open", "in_review", "escalated", "pending_second_review", "approved", "rejected"]),
    );
    const simulated = demo.filter(({ bundle }) => bundle.session.status === "sandbox_pending");
    expect(simulated.every((session) => session.environment === "sandbox")).toBe(true);
  });

  it("covers every reason, document type, signal category, risk level and delivery status", () => {
    const codes = values(demo, ({ bundle }) =>
      bundle.result?.rejection_reason_code ? [bundle.result.rejection_reason_code] : [],
    );
    expect(codes.size).toBe(14);
    const types = values(demo, ({ bundle }) =>
      bundle.session.document_type ? [bundle.session.document_type] : [],
    );
    expect(types).toEqual(new Set(["passport", "drivers_license", "national_id", "residence_permit"]));
    const names = values(demo, ({ bundle }) => bundle.fraud_signals.map((signal) => signal.signal_type));
    const kinds = Object.entries(signalCatalog).filter(([name]) => names.has(name));
    expect(new Set(kinds.map(([, kind]) => kind.category)).size).toBe(7);
    const levels = values(demo, ({ bundle }) => [riskLevel(compositeScore(bundle.fraud_signals))]);
    expect(levels).toEqual(new Set(["low", "medium", "high", "critical"]));
    const sent = values(demo, ({ bundle }) => bundle.webhook_deliveries.map((delivery) => delivery.status));
    expect(sent).toEqual(new Set(["delivered", "failed", "pending"]));
    const checks = values(demo, ({ bundle }) => (bundle.verifications ?? []).map((check) => check.status));
    expect(checks).toEqual(new Set(["pending", "passed", "failed", "error", "skipped", "requires_retry"]));
  });

  it("uses every identifier once", () => {
    const all = demo.flatMap(ids);
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((id) => /^(ses|rvc|doc|schk|hit|note|whd)_[0-9a-hjkmnp-tv-z]{26}$/.test(id))).toBe(true);
  });

  it("tells consistent stories", () => {
    for (const { bundle } of demo) {
      const { status, id } = bundle.session;
      const decided = status === "completed" || status === "under_review";
      expect(bundle.result !== null, id).toBe(decided);
      expect(happenings(bundle).filter((at) => new Date(at).getTime() > now.getTime() + 2_000)).toEqual([]);
      if (status === "pending") {
        expect(bundle.documents).toEqual([]);
        expect(bundle.session.capture_url).toContain(id);
      }
      if (decided) {
        expect(bundle.documents.length).toBeGreaterThan(1);
        expect(bundle.screening.some((check) => check.check_type === "sanction")).toBe(true);
      }
      if (status === "under_review") {
        expect(bundle.review_case).not.toBeNull();
      }
      if (bundle.review_case?.decision) {
        expect(bundle.review_case.decision).toBe(bundle.result?.status);
        expect(bundle.case_notes.length).toBeGreaterThan(0);
      }
    }
  });

  it("has people who return, a fraud ring, old sessions and some to redact", () => {
    const visits = new Map<string, number>();
    for (const { bundle } of demo) {
      const ref = bundle.session.external_ref;
      if (ref) {
        visits.set(ref, (visits.get(ref) ?? 0) + 1);
      }
    }
    const returning = [...visits.values()].filter((count) => count > 1);
    expect(returning).toHaveLength(25);
    expect(Math.max(...returning)).toBe(9);
    const ring = demo.filter(({ bundle }) => bundle.result?.extracted_data.document_number === "D204186K7");
    expect(ring).toHaveLength(7);
    expect(values(ring, ({ bundle }) => [bundle.session.device?.id]).size).toBe(1);
    const old = demo.filter(({ bundle }) => {
      const age = now.getTime() - new Date(bundle.session.created_at).getTime();
      return age > 45 * DAY && age <= 60 * DAY;
    });
    expect(old.length).toBeGreaterThanOrEqual(40);
    expect(demo.filter((session) => session.redact)).toHaveLength(8);
  });

  it("keeps the number of images within bounds and names each file once", () => {
    const paths = demo.flatMap((session) => session.images.map((image) => image.path));
    expect(paths.length).toBeGreaterThan(250);
    expect(paths.length).toBeLessThanOrEqual(380);
    expect(new Set(paths).size).toBe(paths.length);
    const urls = demo.flatMap(({ bundle }) =>
      bundle.documents.flatMap((document) => document.download_url ?? []),
    );
    expect(urls.sort()).toEqual(paths.sort());
    const reviewed = demo.filter(({ bundle }) => bundle.session.status === "under_review");
    expect(reviewed.every((session) => session.images.length > 1)).toBe(true);
  });

  it("renders the same JPEG every time", async () => {
    const image = demo.flatMap((session) => session.images).at(-1);
    const [first, second] = [await image?.render(), await image?.render()];
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
    const { format, width } = await sharp(first).metadata();
    expect(format).toBe("jpeg");
    expect(width).toBeGreaterThanOrEqual(900);
  });
});
