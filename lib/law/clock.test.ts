import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayIn, daysBetween } from "@/lib/format/day";
import { addMonths, isWeekend } from "@/lib/law/calendar";
import { type ClockFacts, clockOf as clockUnder, type Pause } from "@/lib/law/clock";
import { holidaysOf } from "@/lib/law/holidays";
import { type JurisdictionId, jurisdictionIds } from "@/lib/law/jurisdictions";
import { profileOfKind } from "@/lib/law/profile";
import { type PauseGround, pauseGrounds, profileNamed, profileOn, profiles } from "@/lib/law/profiles";

const none = (_day: string) => false;
const noon = (day: string) => new Date(`${day}T12:00:00Z`);
type Given = ClockFacts & { jurisdiction: JurisdictionId };
const facts = (receivedOn: string, more: Partial<Given> = {}): Given => ({
  jurisdiction: "gdpr",
  timeZone: "UTC",
  receivedAt: noon(receivedOn),
  isExtended: false,
  pauses: [],
  ...more,
});
/** The clock under the law of the day of receipt. */
function clockOf(given: Given, now: Date, isHoliday: (day: string) => boolean) {
  const law = profileOn(given.jurisdiction, dayIn(given.timeZone, given.receivedAt));
  return clockUnder(given, law, now, isHoliday);
}
const pause = (ground: PauseGround, from: string, until?: string): Pause => ({
  ground,
  from: noon(from),
  ...(until && { until: noon(until) }),
});
const due = (given: Given, isHoliday = none, now = given.receivedAt) => clockOf(given, now, isHoliday).dueOn;

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
    const given = facts("2026-01-01", { jurisdiction: "ccpa", pauses: [pause("identity", "2026-01-02")] });
    expect(clockOf(given, noon("2026-01-20"), none)).toMatchObject({
      dueOn: "2026-02-15",
      pausedFor: [],
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
      pauses: [pause("identity", "2026-06-10", "2026-06-15")],
    });
    expect(clockOf(given, noon("2026-06-20"), none)).toMatchObject({ dueOn: "2026-07-06", pausedDays: 5 });
  });

  it("counts no day twice when pauses touch or overlap", () => {
    const pauses = [
      pause("identity", "2026-06-10", "2026-06-12"),
      pause("scope", "2026-06-11", "2026-06-15"),
      pause("identity", "2026-06-15", "2026-06-15"),
    ];
    expect(clockOf(facts("2026-06-01", { pauses }), noon("2026-07-01"), none).pausedDays).toBe(5);
  });

  it("moves it day by day while the clock is paused, so that the days left stay the same", () => {
    const given = facts("2026-06-01", { pauses: [pause("identity", "2026-06-10")] });
    const left = (day: string) => clockOf(given, noon(day), none).daysLeft;
    expect(clockOf(given, noon("2026-06-11"), none).pausedFor).toEqual(["identity"]);
    expect([left("2026-06-10"), left("2026-06-11"), left("2026-06-17")]).toEqual([21, 21, 22 - 1]);
  });
});

describe("the United Kingdom", () => {
  const british = (receivedOn: string, pauses: readonly Pause[], more: Partial<Given> = {}) =>
    facts(receivedOn, { jurisdiction: "uk_gdpr", timeZone: "Europe/London", pauses, ...more });
  const now = noon("2026-09-30");

  // UK GDPR Art. 12A, since 5 February 2026.
  it.each([
    ["nothing is asked", [], "2026-07-01", 0],
    [
      "the month begins with the proof of identity",
      [pause("identity", "2026-06-10", "2026-06-15")],
      "2026-07-15",
      0,
    ],
    ["the month begins with the fee", [pause("fee", "2026-06-02", "2026-06-30")], "2026-07-30", 0],
    [
      "the month begins with the latest of both",
      [pause("identity", "2026-06-02", "2026-06-17"), pause("fee", "2026-06-02", "2026-06-05")],
      "2026-07-17",
      0,
    ],
    [
      "the days of a question about the scope do not count, both included",
      [pause("scope", "2026-06-10", "2026-06-15")],
      "2026-07-07",
      6,
    ],
    [
      "a question that is answered on its day is one day",
      [pause("scope", "2026-06-10", "2026-06-10")],
      "2026-07-02",
      1,
    ],
    [
      "days before the month begins are not counted a second time",
      [pause("identity", "2026-06-02", "2026-06-15"), pause("scope", "2026-06-10", "2026-06-17")],
      "2026-07-17",
      2,
    ],
    [
      "two questions at once",
      [pause("scope", "2026-06-10", "2026-06-15"), pause("scope", "2026-06-15", "2026-06-16")],
      "2026-07-08",
      7,
    ],
  ] as const)("received on 1 June 2026: %s", (_what, pauses, dueOn, pausedDays) => {
    expect(clockOf(british("2026-06-01", pauses), now, none)).toMatchObject({ dueOn, pausedDays });
  });

  it("counts the extension and its notice from the same day", () => {
    const given = british("2026-06-01", [pause("identity", "2026-06-10", "2026-06-15")], {
      isExtended: true,
    });
    expect(clockOf(given, now, none)).toMatchObject({
      startsOn: "2026-06-15",
      extendBy: "2026-07-15",
      dueOn: "2026-09-15",
    });
  });

  it("has a whole month left while the proof of identity is awaited", () => {
    const given = british("2026-06-01", [pause("identity", "2026-06-02")]);
    expect(clockOf(given, noon("2026-06-20"), none)).toMatchObject({
      pausedFor: ["identity"],
      dueOn: "2026-07-20",
      daysLeft: 30,
    });
  });

  it("keeps the rules of the day of receipt", () => {
    const question = [pause("scope", "2026-02-10", "2026-02-15")];
    // Art. 12A applies to the request of the later day alone: the day of the answer does not count either.
    expect(due(british("2026-02-04", question), none, now)).toBe("2026-03-09");
    expect(due(british("2026-02-05", question), none, now)).toBe("2026-03-11");
    expect(profileOn("uk_gdpr", "2026-02-04").version).toBe("uk_gdpr/2021-01-01");
    expect(profileOn("uk_gdpr", "2026-02-05").version).toBe("uk_gdpr/2026-02-05");
  });

  it("says how the day came about", () => {
    const given = british("2026-06-01", [
      pause("identity", "2026-06-10", "2026-06-15"),
      pause("scope", "2026-06-20", "2026-06-22"),
    ]);
    expect(clockOf(given, now, none).reckoning).toEqual([
      { step: "received", day: "2026-06-01" },
      { step: "started", day: "2026-06-15", grounds: ["identity"] },
      { step: "term", day: "2026-07-15" },
      { step: "paused", day: "2026-07-18", days: 3, grounds: ["scope"] },
      { step: "moved", day: "2026-07-20" },
    ]);
  });
});

describe("the steps of a calculation", () => {
  const british = (pauses: readonly Pause[]) => facts("2026-06-01", { jurisdiction: "uk_gdpr", pauses });
  const stepOf = (given: Given, step: string, now = noon("2026-09-30")) =>
    clockOf(given, now, none).reckoning.find((each) => each.step === step);

  it("name the answer that the term begins with, and not one that came before it", () => {
    const asked = [pause("identity", "2026-06-02", "2026-06-17"), pause("fee", "2026-06-02", "2026-06-05")];
    expect(stepOf(british(asked), "started")).toEqual({
      ...{ step: "started", day: "2026-06-17", grounds: ["identity"] },
    });
    const waiting = [pause("identity", "2026-06-02", "2026-06-17"), pause("fee", "2026-06-02")];
    expect(stepOf(british(waiting), "started", noon("2026-06-20"))?.grounds).toEqual(["fee"]);
  });

  it("name the questions that added days, and none that added nothing", () => {
    const before = [
      pause("identity", "2026-06-02", "2026-06-17"),
      pause("scope", "2026-06-03", "2026-06-05"),
    ];
    expect(stepOf(british(before), "paused")).toBeUndefined();
    const sameDay = [
      pause("identity", "2026-06-10", "2026-06-10"),
      pause("scope", "2026-06-12", "2026-06-15"),
    ];
    expect(stepOf(facts("2026-06-01", { pauses: sameDay }), "paused")).toMatchObject({
      ...{ days: 3, grounds: ["scope"] },
    });
  });
});

describe("a question about the scope", () => {
  it("suspends the clock under the GDPR as a doubt about the identity does (EDPB Guidelines 01/2022, no. 159)", () => {
    const given = facts("2026-06-01", { pauses: [pause("scope", "2026-06-10", "2026-06-15")] });
    expect(due(given)).toBe("2026-07-06");
  });

  it("changes nothing where the law knows no such pause", () => {
    const fee = facts("2026-06-01", { pauses: [pause("fee", "2026-06-10")] });
    expect(clockOf(fee, noon("2026-06-20"), none)).toMatchObject({ dueOn: "2026-07-01", pausedFor: [] });
  });
});

describe("the profiles", () => {
  it("of each law follow one another without a gap, and only the last is in force", () => {
    for (const id of jurisdictionIds)
      for (const [at, { version, jurisdiction, validFrom, until }] of profiles[id].entries()) {
        expect(jurisdiction).toBe(id);
        expect(version).toBe(`${id}/${validFrom}`);
        const next = profiles[id][at + 1];
        expect(until && dayAfter(until)).toBe(next?.validFrom ?? null);
      }
  });

  it("cite a source for each rule that they have", () => {
    for (const law of Object.values(profiles).flat()) {
      const wanted = ["answer", "extended"];
      if (Object.values(law.pauses).some((effect) => effect !== "starts")) wanted.push("pause");
      if (law.movesToWorkingDay) wanted.push("working_day");
      if (law.confirmWithinWorkingDays) wanted.push("confirm");
      if (law.withholdsDocumentImages || law.withheldClasses.length > 0) wanted.push("withheld");
      expect(Object.keys(law.sources).sort()).toEqual(wanted.sort());
    }
  });

  it("are not guessed for days and names that are not known", () => {
    expect(() => profileOn("uk_gdpr", "2020-12-31")).toThrow(/No rules of uk_gdpr/);
    expect(() => profileNamed("uk_gdpr/2030-01-01")).toThrow(/not known to this version/);
  });
});

const anyDay = fc
  .date({ min: new Date("2021-01-02T00:00:00Z"), max: new Date("2040-01-01T00:00:00Z"), noInvalidDate: true })
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
        fc.constantFrom(...pauseGrounds),
        fc.integer({ min: 0, max: 40 }),
        (receivedAt, jurisdiction, ground, days) => {
          const given = facts("2026-01-01", { receivedAt, jurisdiction });
          const until = new Date(receivedAt.getTime() + days * 86_400_000);
          const paused = { ...given, pauses: [{ ground, from: receivedAt, until }] };
          expect(due(paused, none, until) >= due(given)).toBe(true);
          expect(due({ ...given, isExtended: true }) > due(given)).toBe(true);
        },
      ),
    );
  });
});

const dayAfter = (day: string) =>
  new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);

describe("the right to limit in California", () => {
  // 11 CCR § 7027(g)(1): no later than 15 business days from the date of receipt.
  const thanksgiving = (day: string) => day === "2026-11-26";
  it.each([
    ["2026-11-30", none, "2026-12-21", "a Monday"],
    ["2026-11-28", none, "2026-12-18", "a Saturday"],
    ["2026-11-20", none, "2026-12-11", "a Friday"],
    ["2026-11-20", thanksgiving, "2026-12-14", "a Friday before a holiday"],
    ["2027-01-04", none, "2027-01-25", "a Monday, under the rules since 2027"],
  ] as const)("received on %s", (day, isHoliday, last, _on) => {
    const own = { kind: "restriction", isAcknowledged: false } as const;
    const law = profileOfKind(profileOn("ccpa", day), own);
    const clock = clockUnder(facts(day, { isExtended: true }), law, noon(day), isHoliday);
    expect(clock).toMatchObject({ dueOn: last, extendBy: last, confirmBy: null, isPaused: false });
    expect(clock.reckoning.at(-1)).toEqual({ step: "term", day: last });
  });

  it("leaves other requests their 45 days", () => {
    const law = profileOfKind(profileOn("ccpa", "2026-11-30"), { kind: "access", isAcknowledged: false });
    expect(clockUnder(facts("2026-11-30"), law, noon("2026-11-30"), none).dueOn).toBe("2027-01-14");
  });
});
