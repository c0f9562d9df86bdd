import { describe, expect, it } from "vitest";
import { clockTime, day, exactIn, exactUtc, isoInstant, relative, weekday } from "./date";

const now = Date.parse("2026-11-14T12:00:00Z");
const minutes = (n: number) => now - n * 60_000;

describe("exact instants", () => {
  it("are in UTC wherever the process runs", () => {
    expect(exactUtc("2026-11-14T09:35:07.123Z")).toBe("14 Nov 2026, 09:35:07 UTC");
    expect(exactUtc("2026-11-14T01:00:00+05:45")).toBe("13 Nov 2026, 19:15:00 UTC");
  });
  it("keep a date without a time on its day", () => {
    expect(day("1974-08-12")).toBe("12 Aug 1974");
    expect(day("2026-12-31T23:59:59Z")).toBe("31 Dec 2026");
    expect(weekday("2026-11-30")).toBe("Mon 30 Nov 2026");
  });
  it("read an instant without a time zone as UTC", () => {
    expect(clockTime("2026-11-14T23:30:00")).toBe("23:30");
    expect(clockTime("2026-11-14 23:30")).toBe("23:30");
  });
  it("show a dash for a missing or invalid instant", () => {
    expect([day(null), exactUtc(undefined), weekday("soon"), relative("soon", now)]).toEqual([
      "—",
      "—",
      "—",
      "—",
    ]);
    expect(isoInstant("soon")).toBeUndefined();
    expect(isoInstant(0)).toBe("1970-01-01T00:00:00.000Z");
  });
});

describe("relative", () => {
  it.each([
    [0.5, "just now"],
    [-0.5, "just now"],
    [2, "2 min ago"],
    [59.9, "59 min ago"],
    [161, "2 h ago"],
    [24 * 60, "1 day ago"],
    [9 * 24 * 60, "9 days ago"],
    [61 * 24 * 60, "14 Sep 2026"],
    [-5, "in 5 min"],
    [-9 * 24 * 60, "in 9 days"],
  ])("%s minutes back is %s", (back, expected) => {
    expect(relative(minutes(back), now)).toBe(expected);
  });
});

describe("an instant on the clock of a time zone", () => {
  it("has the day and the offset of that zone", () => {
    expect(exactIn("Europe/Berlin", "2026-11-14T23:35:07.999Z")).toBe("15 Nov 2026, 00:35:07 UTC+01:00");
    expect(exactIn("Europe/Berlin", "2026-07-14T09:35:07Z")).toBe("14 Jul 2026, 11:35:07 UTC+02:00");
    expect(exactIn("America/St_Johns", "2026-01-01T02:00:00Z")).toBe("31 Dec 2025, 22:30:00 UTC−03:30");
    expect(exactIn("Asia/Kathmandu", "2026-11-14T09:35:07Z")).toBe("14 Nov 2026, 15:20:07 UTC+05:45");
  });
  it("is told apart in the hour that a clock repeats", () => {
    const times = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((at) => exactIn("Europe/Berlin", at));
    expect(times).toEqual(["25 Oct 2026, 02:30:00 UTC+02:00", "25 Oct 2026, 02:30:00 UTC+01:00"]);
  });
  it("is UTC, and says so, in a browser that does not know the zone", () => {
    expect(exactIn("Mars/Olympus", "2026-11-14T09:35:07Z")).toBe("14 Nov 2026, 09:35:07 UTC");
  });
  it("is UTC where no other zone is chosen, and a dash where there is none", () => {
    expect(exactIn("UTC", "2026-11-14T09:35:07Z")).toBe("14 Nov 2026, 09:35:07 UTC");
    expect([exactIn("Europe/Berlin", null), exactIn("Europe/Berlin", "soon")]).toEqual(["—", "—"]);
  });
});
