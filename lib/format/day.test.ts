import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dayOf,
  dayOrNull,
  daysAfter,
  daysAgo,
  daysBetween,
  midnightOf,
  startOfDay,
  todayIn,
} from "@/lib/format/day";

const at = new Date("2026-03-01T11:30:00Z");

describe("a day", () => {
  it("differs between time zones on the two sides of the date line", () => {
    expect(todayIn("Pacific/Niue", at)).toBe("2026-03-01");
    expect(todayIn("Pacific/Kiritimati", at)).toBe("2026-03-02");
    expect(todayIn("UTC", new Date("2026-02-28T23:59:59.999Z"))).toBe("2026-02-28");
  });

  it("is unchanged after a date column stores it", () => {
    for (const day of ["2024-02-29", "2026-12-31", "9999-12-31"]) expect(dayOf(midnightOf(day))).toBe(day);
    expect(dayOrNull(null)).toBeNull();
  });

  it("is counted over months, leap days and years", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1);
  });

  it("moves an instant by 24 hours", () => {
    expect(daysAfter(at, 2).toISOString()).toBe("2026-03-03T11:30:00.000Z");
    expect(daysAgo(1, at).toISOString()).toBe("2026-02-28T11:30:00.000Z");
  });
});

it.each([
  ["UTC", "2026-11-29", "2026-11-29T00:00:00.000Z"],
  ["Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00.000Z"],
  ["Pacific/Kiritimati", "2026-11-29", "2026-11-28T10:00:00.000Z"],
  ["Asia/Kathmandu", "2026-11-29", "2026-11-28T18:15:00.000Z"],
  ["Pacific/Pago_Pago", "2026-11-29", "2026-11-29T11:00:00.000Z"],
  // Clocks went from 24:00 to 01:00.
  ["Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00.000Z"],
  // Samoa skipped this day.
  ["Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00.000Z"],
])("a day in %s begins at its first instant: %s", (timeZone, day, start) => {
  expect(startOfDay(timeZone, day).toISOString()).toBe(start);
});

it("no other file of the product calculates with the milliseconds of a day or parses a day itself", () => {
  const spelled = execFileSync(
    "git",
    [
      "grep",
      "-lE",
      "86_?400_?000|toISOString\\(\\)\\.slice\\(0, 10\\)",
      "--",
      "app",
      "components",
      "lib",
      "prisma",
    ],
    { encoding: "utf8" },
  );
  const files = spelled.split("\n").filter((file) => file && !/\.test\.tsx?$/.test(file));
  expect(files).toEqual(["lib/format/day.ts"]);
});
