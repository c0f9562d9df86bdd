import { expect, it } from "vitest";
import { dayIn } from "@/lib/format/day";
import { clockOf, type Pause } from "@/lib/law/clock";
import { type JurisdictionId, jurisdictionIds } from "@/lib/law/jurisdictions";
import { pauseGrounds, profileOn } from "@/lib/law/profiles";

const zones = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia"] as const;
const dayMs = 24 * 3_600_000;
/** Remembers what a function has said of a day. */
function remembering<T>(make: (day: string) => T): (day: string) => T {
  const known = new Map<string, T>();
  return (day) => {
    const found = known.get(day) ?? make(day);
    known.set(day, found);
    return found;
  };
}
const nextDay = remembering((day) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10),
);
const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** The same date some months later, found by walking back from it until the date exists. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const at = month - 1 + months;
  for (let tried = date; ; tried--) {
    const text = `${year + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-${String(tried).padStart(2, "0")}`;
    if (nextDay(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)) return text;
  }
}

type Asked = { ground: (typeof pauseGrounds)[number]; from: string; until: string };

/** Counts day by day, as a person with a calendar would: written apart from the product's own calculation. */
function lastDayBy(
  id: JurisdictionId,
  received: string,
  asked: readonly Asked[],
  isExtended: boolean,
): string {
  const isNew = id === "uk_gdpr" && received >= "2026-02-05";
  let start = received;
  if (id === "uk_gdpr")
    for (const { ground, until } of asked) if (ground !== "scope" && until > start) start = until;
  const free = new Set<string>();
  for (const { ground, from, until } of asked) {
    const counts = id === "gdpr" ? ground !== "fee" : id === "uk_gdpr" && ground === "scope";
    if (!counts) continue;
    for (let day = from; isNew ? day <= until : day < until; day = nextDay(day))
      if (isNew ? day > start : day >= start) free.add(day);
  }
  let day = start;
  if (id === "ccpa") for (let left = isExtended ? 90 : 45; left > 0; left--) day = nextDay(day);
  else day = monthsLater(start, isExtended ? 3 : 1);
  for (let left = free.size; left > 0; left--) day = nextDay(day);
  while (id !== "ccpa" && isWeekend(day)) day = nextDay(day);
  return day;
}

/** No question, one of each kind, and all at once; when and for how long differs from day to day. */
function questionsOf(received: string, at: number): Asked[][] {
  const after = (days: number) =>
    new Date(Date.parse(`${received}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
  const one = pauseGrounds.map((ground, nth) => {
    const from = (at + nth * 3) % 20;
    return { ground, from: after(from), until: after(from + ((at * 7 + nth) % 23)) };
  });
  return [[], ...one.map((each) => [each]), one];
}

it.each(zones)("every day of ten years, every question and extension, counted in %s", (timeZone) => {
  let at = 0;
  const noon = remembering((day) => instantOf(timeZone, day));
  for (let received = "2021-01-01"; received < "2031-01-01"; received = nextDay(received)) {
    at++;
    for (const id of jurisdictionIds)
      for (const asked of questionsOf(received, at))
        for (const isExtended of [false, true]) {
          const pauses: Pause[] = asked.map(({ ground, from, until }) => ({
            ground,
            from: noon(from),
            until: noon(until),
          }));
          const facts = { timeZone, receivedAt: noon(received), isExtended, pauses };
          const clock = clockOf(facts, profileOn(id, received), noon(received), () => false);
          const due = lastDayBy(id, received, asked, isExtended);
          if (clock.dueOn !== due || clock.reckoning.at(-1)?.day !== due)
            expect({ id, received, asked, isExtended, dueOn: clock.dueOn }).toEqual({ dueOn: due });
        }
  }
  expect(at).toBe(3652);
});

/** The hours from midnight UTC to about noon of the day in a zone. */
const offsets: Record<string, number> = { "America/Los_Angeles": 20, "Asia/Kolkata": 6, "Pacific/Apia": -1 };
function instantOf(timeZone: string, day: string): Date {
  const instant = new Date(Date.parse(`${day}T00:00:00Z`) + (offsets[timeZone] ?? 12) * 3_600_000);
  if (dayIn(timeZone, instant) !== day) throw new Error(`${instant.toISOString()} is not on ${day}.`);
  return instant;
}
