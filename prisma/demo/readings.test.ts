import { beforeAll, describe, expect, it } from "vitest";
import { compareFields } from "@/lib/comparison/compare";
import { readSources } from "@/lib/mrz/sources";
import { parseMrz } from "@/lib/mrz/zone";
import { generateDemo } from "./scenarios";
import type { DemoSession } from "./sessions";

const now = new Date("2026-11-14T12:00:00Z");

/** What a reviewer sees of a demo session: its rows and its zone. */
function desk({ bundle }: DemoSession) {
  const ocr = bundle.verifications?.filter(({ policy }) => policy === "document_ocr").at(-1);
  const { mrzLines, ...sources } = readSources(ocr?.details);
  const mrz = parseMrz(mrzLines, now);
  const { fields: submitted } = bundle.session;
  const extracted = bundle.result?.extracted_data;
  const rows = compareFields({ submitted, extracted, mrz: mrz?.fields, ...sources }, now);
  const wrong = rows.filter(({ verdict }) => verdict === "mismatch");
  const raised = (name: string) => bundle.fraud_signals.some(({ signal_type }) => signal_type === name);
  return { bundle, ocr, mrz, sources, rows, wrong, raised };
}

describe("what the demo's documents say", () => {
  let all: ReturnType<typeof desk>[] = [];

  beforeAll(() => {
    all = generateDemo({ seed: 1, now })
      .map(desk)
      .filter(({ ocr }) => ocr?.status === "passed");
  });

  it("is read from the zone, the print and, on a licence, the barcode", () => {
    expect(all.length).toBeGreaterThan(250);
    for (const { mrz, sources, bundle } of all) {
      expect(mrz?.checks.length).toBeGreaterThanOrEqual(4);
      expect(sources.visual).not.toBeNull();
      if (bundle.session.document_type === "drivers_license") expect(sources.barcode).not.toBeNull();
    }
  });

  it("agrees with itself unless a signal says otherwise", () => {
    const altered = ["mrz_tampering", "barcode_mismatch"];
    for (const { bundle, wrong, raised, mrz } of all.filter(({ raised }) => !altered.some(raised))) {
      expect(mrz?.isValid).toBe(true);
      expect(raised("mrz_tampering")).toBe(false);
      const between = wrong.filter(({ reason }) => !reason?.startsWith("The form says"));
      expect(between, bundle.session.id).toEqual([]);
    }
  });

  it("shows what was altered", () => {
    const zones = all.filter(({ raised, bundle }) => raised("mrz_tampering") && bundle.result);
    expect(zones.length).toBeGreaterThan(2);
    for (const { wrong } of zones) expect(wrong.length).toBeGreaterThan(0);
    expect(zones.some(({ mrz }) => mrz && !mrz.isValid)).toBe(true);
    expect(zones.some(({ wrong }) => wrong.some(({ field }) => field === "date_of_birth"))).toBe(true);
  });

  it("differs from the form where the story is about that, and seldom elsewhere", () => {
    const mismatched = all.filter(({ bundle }) => bundle.result?.rejection_reason_code === "data_mismatch");
    expect(mismatched.length).toBeGreaterThan(0);
    for (const { wrong } of mismatched)
      expect(wrong.some(({ reason }) => reason?.includes("The form"))).toBe(true);
    const filled = all.filter(({ bundle }) => bundle.session.fields);
    expect(filled.length / all.length).toBeGreaterThan(0.75);
    expect(filled.filter(({ wrong }) => wrong.length > 0).length / filled.length).toBeLessThan(0.25);
  });
});
