import { describe, expect, it } from "vitest";
import { isSensitiveDataExpired, retentionClock } from "@/lib/records/window";

const terminalAt = new Date("2026-01-31T10:00:00Z");
const none = { sensitiveDataRetentionDays: null, dataRetentionDays: null, overrides: [] };
const settings = { ...none, sensitiveDataRetentionDays: 30 };
const session = { terminalAt, documentType: "passport", retentionStatus: "active" };
const far = new Date("2099-01-01");

describe("the sensitive window", () => {
  it("closes to the millisecond, counted from the terminal status", () => {
    const closes = new Date("2026-03-02T10:00:00Z");
    expect(retentionClock(session, settings)).toEqual({ sensitiveDataUntil: closes, dataUntil: null });
    expect(isSensitiveDataExpired(session, settings, new Date(closes.getTime() - 1))).toBe(false);
    expect(isSensitiveDataExpired(session, settings, closes)).toBe(true);
  });

  it("never closes for an active session, or without a limit", () => {
    expect(isSensitiveDataExpired({ ...session, terminalAt: null }, settings, far)).toBe(false);
    expect(isSensitiveDataExpired(session, { ...none, dataRetentionDays: 1 }, far)).toBe(false);
  });

  it("closes at once with zero days, and after a retention pass or a redaction", () => {
    const atOnce = { ...none, sensitiveDataRetentionDays: 0 };
    expect(isSensitiveDataExpired(session, atOnce, terminalAt)).toBe(true);
    for (const retentionStatus of ["sensitive_redacted", "redacted"])
      expect(
        isSensitiveDataExpired({ ...session, terminalAt: null, retentionStatus }, none, terminalAt),
      ).toBe(true);
  });

  it("is the document type's if it has one, even one without a limit", () => {
    const overrides = [
      { documentType: "passport", sensitiveDataRetentionDays: 1, dataRetentionDays: 2 },
      { documentType: "national_id", sensitiveDataRetentionDays: null, dataRetentionDays: null },
    ];
    const own = { ...settings, overrides };
    expect(retentionClock(session, own)).toEqual({
      sensitiveDataUntil: new Date("2026-02-01T10:00:00Z"),
      dataUntil: new Date("2026-02-02T10:00:00Z"),
    });
    expect(isSensitiveDataExpired({ ...session, documentType: "national_id" }, own, far)).toBe(false);
    expect(isSensitiveDataExpired({ ...session, documentType: null }, own, far)).toBe(true);
  });
});
