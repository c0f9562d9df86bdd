import { describe, expect, it } from "vitest";
import { isSensitiveDataExpired, retentionClock } from "@/lib/privacy/policy";

const terminalAt = new Date("2026-01-31T10:00:00Z");
const settings = { sensitiveDataRetentionDays: 30, dataRetentionDays: null };

describe("the sensitive window", () => {
  it("closes to the millisecond, counted from the terminal status", () => {
    const closes = new Date("2026-03-02T10:00:00Z");
    expect(retentionClock(terminalAt, settings)).toEqual({ sensitiveDataUntil: closes, dataUntil: null });
    const session = { terminalAt, retentionStatus: "active" };
    expect(isSensitiveDataExpired(session, settings, new Date(closes.getTime() - 1))).toBe(false);
    expect(isSensitiveDataExpired(session, settings, closes)).toBe(true);
  });

  it("never closes on an active session, or where none is set", () => {
    const far = new Date("2099-01-01");
    expect(isSensitiveDataExpired({ terminalAt: null, retentionStatus: "active" }, settings, far)).toBe(
      false,
    );
    expect(
      isSensitiveDataExpired(
        { terminalAt, retentionStatus: "active" },
        { sensitiveDataRetentionDays: null, dataRetentionDays: 1 },
        far,
      ),
    ).toBe(false);
  });

  it("is closed at once with no days, and after a retention pass or a redaction", () => {
    const none = { sensitiveDataRetentionDays: null, dataRetentionDays: null };
    expect(
      isSensitiveDataExpired(
        { terminalAt, retentionStatus: "active" },
        { ...none, sensitiveDataRetentionDays: 0 },
        terminalAt,
      ),
    ).toBe(true);
    for (const retentionStatus of ["sensitive_redacted", "redacted"]) {
      expect(isSensitiveDataExpired({ terminalAt: null, retentionStatus }, none, terminalAt)).toBe(true);
    }
  });
});
