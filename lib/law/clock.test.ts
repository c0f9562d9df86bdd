import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayIn, daysBetween } from "@/lib/format/day";
import { addMonths, isWeekend } from "@/lib/law/calendar";
import { type ClockFacts, clockOf } from "@/lib/law/clock";
import { holidaysOf } from "@/lib/law/holidays";
import { jurisdictionIds } from "@/lib/law/jurisdictions";

const none = (_day: string) => false;
const noon = (day: string) => new Date(`${day}T12:00:00Z`);
const facts = (receivedOn: string, more: Partial<ClockFacts> = {}): ClockFacts => ({
  jurisdiction: "gdpr",
  timeZone: "UTC",
  receivedAt: noon(receivedOn),
  isExtended: false,
  pauses: [],
  ...more,
});
const due = (given: ClockFacts, isHoliday = none, now = given.receivedAt) =>
  clockOf(given, now, isHoliday).dueOn;

describe("one month", () => {
  it.each([
    // EDPB Guidelines 01/2022 no. 157: received 5 March, until and including 5 April.
    ["2024-03-05", "2024-04-05", "same date of the next month"],
    // Regulation 1182/71 Art. 3(2)(c): no such date in the last month, its last day.
    ["2025-01-31", "2025-02-28", "31 January"],
    ["2024-01-31", "2024-02-29", "31 January in a leap year"],
    ["2024-01-30", "2024-02-29", "30 January in a leap year"],
    ["2026-03-31", "2026-04-30", "31 March"],
    ["2026-12-31", "2027-02-01", "31 January 2027 is a Sunday"],
    // Art. 3(4): a last day that is a Saturday or Sunday moves to the next working day.
    ["2026-01-28", "2026-03-02", "28 February 2026 is a Saturday"],
    ["2026-10-31", "2026-11-30", "the day of receipt may be a Saturday"],
    ["2024-02-29", "2024-03-29", "a leap day itself"],
  ])("from %s ends on %s: %s", (from, until) => {
    expect(due(facts(from))).toBe(until);
  });

  it.each([
    // Each weekday that a term may end on, Monday 7 to Sunday 13 September 2026.
    ["2026-08-07", "2026-09-07"],
    ["2026-08-08", "2026-09-08"],
    ["2026-08-09", "2026-09-09"],
    ["2026-08-10", "2026-09-10"],
    ["2026-08-11", "2026-09-11"],
    ["2026-08-12", "2026-09-14"],
    ["2026-08-13", "2026-09-14"],
  ])("received %s is due %s", (from, until) => {
    expect(due(facts(from))).toBe(until);
  });

  it("moves past public holidays to the next working day (Art. 3(4))", () => {
    // 25 and 26 December 2026 are a Friday and a Saturday, in Germany both holidays.
    expect(due(facts("2026-11-25"), holidaysOf("DE", []))).toBe("2026-12-28");
    expect(due(facts("2026-11-25"), holidaysOf("DE", ["2026-12-28"]))).toBe("2026-12-29");
    expect(due(facts("2026-11-25"), holidaysOf(null, []))).toBe("2026-12-25");
  });

  it("is three months from receipt when extended (GDPR Art. 12(3))", () => {
    const extended = facts("2026-01-31", { isExtended: true });
    expect(clockOf(extended, extended.receivedAt, none)).toMatchObject({
      dueOn: "2026-04-30",
      extendBy: "2026-03-02",
    });
  });
});

describe("the day of receipt", () => {
  it.each([
    ["2026-03-31T22:30:00Z", "Europe/Berlin", "2026-04-01", "2026-05-01"],
    ["2026-03-31T22:30:00Z", "America/Los_Angeles", "2026-03-31", "2026-04-30"],
    // Clocks go forward on 29 March and back on 25 October 2026.
    ["2026-03-29T00:59:00Z", "Europe/Berlin", "2026-03-29", "2026-04-29"],
    ["2026-10-24T22:30:00Z", "Europe/Berlin", "2026-10-25", "2026-11-25"],
    ["2026-10-25T23:30:00Z", "Europe/Berlin", "2026-10-26", "2026-11-26"],
  ])("%s in %s is %s", (instant, timeZone, receivedOn, until) => {
    const given = facts("2026-01-01", { receivedAt: new Date(instant), timeZone });
    expect(clockOf(given, given.receivedAt, none)).toMatchObject({ receivedOn, dueOn: until });
  });
});

describe("California", () => {
  it("has 45 calendar days, 90 when extended, even if they end on a weekend (§ 1798.130(a)(2)(A))", () => {
    const given = facts("2026-01-01", { jurisdiction: "ccpa" });
    expect(due(given)).toBe("2026-02-15");
    expect(isWeekend("2026-02-15")).toBe(true);
    expect(due({ ...given, isExtended: true })).toBe("2026-04-01");
  });

  it("does not pause while identity is verified (11 CCR § 7021(b))", () => {
    const given = facts("2026-01-01", { jurisdiction: "ccpa", pauses: [{ from: noon("2026-01-02") }] });
    expect(clockOf(given, noon("2026-01-20"), none)).toMatchObject({
      dueOn: "2026-02-15",
      isPaused: false,
      pausedDays: 0,
    });
  });

  it("requires a confirmation of receipt within ten business days (11 CCR § 7021(a))", () => {
    const given = facts("2025-12-22", { jurisdiction: "ccpa" });
    expect(clockOf(given, given.receivedAt, holidaysOf("US-CA", [])).confirmBy).toBe("2026-01-07");
  });
});

describe("a pause", () => {
  it("moves the last day by the days on which the clock was paused", () => {
    const given = facts("2026-06-01", {
      pauses: [{ from: noon("2026-06-10"), until: noon("2026-06-15") }],
    });
    expect(clockOf(given, noon("2026-06-20"), none)).toMatchObject({ dueOn: "2026-07-06", pausedDays: 5 });
  });

  it("counts no day twice when pauses touch or overlap", () => {
    const pauses = [
      { from: noon("2026-06-10"), until: noon("2026-06-12") },
      { from: noon("2026-06-11"), until: noon("2026-06-15") },
      { from: noon("2026-06-15"), until: noon("2026-06-15") },
    ];
    expect(clockOf(facts("2026-06-01", { pauses }), noon("2026-07-01"), none).pausedDays).toBe(5);
  });

  it("moves it day by day while the clock is paused, so that the days left stay the same", () => {
    const given = facts("2026-06-01", { pauses: [{ from: noon("2026-06-10") }] });
    const left = (day: string) => clockOf(given, noon(day), none).daysLeft;
    expect(clockOf(given, noon("2026-06-11"), none).isPaused).toBe(true);
    expect([left("2026-06-10"), left("2026-06-11"), left("2026-06-17")]).toEqual([21, 21, 22 - 1]);
  });
});

const anyDay = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => new Date(date));
const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia");

describe("for any day and time zone", () => {
  it("a term ends on the same date, or on the last day of a shorter month, before weekends are considered", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (instant, months) => {
        const from = dayIn("UTC", instant);
        const until = addMonths(from, months);
        const isSameDate = until.slice(8) === from.slice(8);
        const isLastDay = addMonths(until, 0) === until && dayAfter(until).slice(8) === "01";
        expect(isSameDate || (isLastDay && until.slice(8) < from.slice(8))).toBe(true);
      }),
    );
  });

  it("a term in Europe ends on a working day, within four days of its date", () => {
    fc.assert(
      fc.property(anyDay, zones, (receivedAt, timeZone) => {
        const given = facts("2026-01-01", { receivedAt, timeZone });
        const clock = clockOf(given, receivedAt, none);
        const date = addMonths(clock.receivedOn, 1);
        expect(isWeekend(clock.dueOn)).toBe(false);
        expect(daysBetween(date, clock.dueOn)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(date, clock.dueOn)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("an extension and a pause never move the last day forward", () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(...jurisdictionIds),
        fc.integer({ min: 0, max: 40 }),
        (receivedAt, jurisdiction, days) => {
          const given = facts("2026-01-01", { receivedAt, jurisdiction });
          const until = new Date(receivedAt.getTime() + days * 86_400_000);
          const paused = { ...given, pauses: [{ from: receivedAt, until }] };
          expect(due(paused, none, until) >= due(given)).toBe(true);
          expect(due({ ...given, isExtended: true }) > due(given)).toBe(true);
        },
      ),
    );
  });
});

const dayAfter = (day: string) =>
  new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);
