import { expect, it } from "vitest";
import { bytes, countdown, counted, duration, percent, thousands } from "./number";

it("groups thousands with a narrow no-break space", () => {
  expect(thousands(12406)).toBe("12\u202f406");
  expect(thousands(999)).toBe("999");
  expect(thousands(-1234567.5)).toBe("-1\u202f234\u202f567.5");
});

it("writes shares and sizes", () => {
  expect(percent(0.9132)).toBe("91\u202f%");
  expect(percent(0.9132, 1)).toBe("91.3\u202f%");
  expect(percent(Number.NaN)).toBe("—");
  expect([bytes(0), bytes(999), bytes(1_400_000), bytes(250_000)]).toEqual([
    "0\u202fB",
    "999\u202fB",
    "1.4\u202fMB",
    "250\u202fkB",
  ]);
});

it("writes a duration in at most two units", () => {
  const minute = 60_000;
  expect([250, 45_000, 161 * minute, 60 * minute, 76 * 60 * minute, 48 * 60 * minute].map(duration)).toEqual([
    "250 ms",
    "45 s",
    "2 h 41 min",
    "1 h",
    "3 days 4 h",
    "2 days",
  ]);
  expect([countdown(1_548_000), countdown(3_729_000), countdown(-5)]).toEqual(["25:48", "1:02:09", "0:00"]);
});

it("counts things", () => {
  expect(counted(1, "session")).toBe("1 session");
  expect(counted(12406, "session")).toBe("12\u202f406 sessions");
  expect(counted(2, "identity", "identities")).toBe("2 identities");
});
