import { describe, expect, it } from "vitest";
import { clockOf } from "@/lib/law/clock";
import { holidaysOf } from "@/lib/law/holidays";
import { profileOn } from "@/lib/law/profiles";

const free = (place: string, day: string) => holidaysOf(place, [])(day);

describe("a public holiday", () => {
  it.each([
    ["DE", "2026-12-24", false, "closed banks from 14:00"],
    ["DE", "2026-12-31", false, "closed banks from 14:00"],
    ["DE", "2026-12-25", true, "a public holiday"],
    ["AT", "2026-12-31", false, "closed banks from 14:00"],
    ["NL", "2026-12-31", false, "closed banks"],
    ["NO", "2026-12-31", false, "closed banks from 14:00"],
    ["NO", "2026-12-24", false, "closed banks"],
    ["IS", "2026-12-24", false, "a public holiday from 13:00"],
    ["CH-SO", "2026-05-01", false, "a public holiday from noon"],
    ["IE", "2026-12-28", true, "in place of Saturday 26 December"],
    ["IE", "2021-12-27", true, "in place of Sunday 26 December"],
    ["IE", "2026-04-03", false, "Good Friday is no public holiday in Ireland"],
    ["GB", "2026-12-28", true, "in place of Saturday 26 December"],
    ["SE", "2026-06-19", true, "Midsummer Eve"],
    ["SE", "2026-12-24", true, "Christmas Eve"],
    ["SE", "2026-12-31", true, "New Year's Eve"],
    ["SE", "2026-04-30", false, "the eve of May Day, free from noon by custom"],
    ["FI", "2026-06-19", true, "Midsummer Eve"],
    ["FI", "2026-12-24", true, "Christmas Eve"],
    ["FI", "2026-12-31", false, "New Year's Eve, which the law does not name"],
    ["AX", "2026-12-24", true, "Christmas Eve, by the law of Finland"],
    ["LI", "2026-12-31", true, "designated by Liechtenstein"],
    ["LI", "2026-12-24", false, "not designated by Liechtenstein"],
    ["RO", "2026-01-01", true, "the first of two days"],
    ["RO", "2026-01-02", true, "the second of two days"],
    ["RO", "2026-01-03", false, "after two days"],
    ["KR", "2026-02-19", true, "the third of three days"],
    ["TR", "2026-03-22", true, "the third day of a feast that begins the evening before"],
    ["TR", "2026-03-23", false, "its last half day"],
    ["JP", "2026-12-31", false, "closed banks"],
  ])("in %s on %s: %s, %s", (place, day, expected) => {
    expect(free(place, day)).toBe(expected);
  });

  it("of several days can extend into the next year", () => {
    // Swaziland's Incwala begins on 28 December and lasts six days.
    expect(free("SZ", "2027-01-01")).toBe(true);
    expect(free("SZ", "2027-01-02")).toBe(true);
  });

  it("can also be named by an organization, with or without a place", () => {
    expect(holidaysOf(null, ["2026-08-08"])("2026-08-08")).toBe(true);
    expect(holidaysOf(null, [])("2026-12-25")).toBe(false);
  });
});

describe("the last day to answer", () => {
  it.each([
    ["DE", "Europe/Berlin", "2026-11-24", "2026-12-24"],
    ["DE", "Europe/Berlin", "2026-11-25", "2026-12-28"],
    ["RO", "Europe/Bucharest", "2025-12-02", "2026-01-05"],
    ["AT", "Europe/Vienna", "2026-11-30", "2026-12-30"],
    ["NL", "Europe/Amsterdam", "2026-12-01", "2027-01-04"],
    ["IE", "Europe/Dublin", "2026-11-25", "2026-12-29"],
    ["IE", "Europe/Dublin", "2026-03-03", "2026-04-03"],
    ["SE", "Europe/Stockholm", "2026-05-19", "2026-06-22"],
    ["SE", "Europe/Stockholm", "2026-11-24", "2026-12-28"],
    ["FI", "Europe/Helsinki", "2026-11-24", "2026-12-28"],
  ])("in %s (%s) for a request of %s is %s", (place, timeZone, received, due) => {
    const receivedAt = new Date(`${received}T12:00:00Z`);
    const facts = { timeZone, receivedAt, isExtended: false, pauses: [] };
    expect(clockOf(facts, profileOn("gdpr", received), receivedAt, holidaysOf(place, [])).dueOn).toBe(due);
  });
});
