import { expect, it } from "vitest";
import { clockOf } from "@/lib/law/clock";
import { changedProfile, keptRuleOf, profileChanges, profileOfKind, termWords } from "@/lib/law/profile";
import { profileOn } from "@/lib/law/profiles";
import { amlRuleOn } from "@/lib/law/retention";

const today = "2026-11-28";

const facts = {
  timeZone: "UTC",
  receivedAt: new Date("2026-03-02T12:00:00Z"),
  isExtended: false,
  pauses: [],
};
const gdpr = profileOn("gdpr", "2026-03-02");
const ccpa = profileOn("ccpa", "2026-03-02");
const due = (saved: unknown, isExtended = false) =>
  clockOf({ ...facts, isExtended }, changedProfile(gdpr, saved), facts.receivedAt, () => false).dueOn;
const changed = (change: object) => ({ gdpr: profileChanges.parse({ gdpr: change }).gdpr });

it("equals the law's own without changes", () => {
  for (const saved of [{}, changed({})]) expect(changedProfile(gdpr, saved)).toEqual(gdpr);
});

it("does not replace unreadable changes by the law's own values", () => {
  for (const saved of [null, "x", { gdpr: { answerDays: "soon" } }, { gdpr: { keptYears: 7, other: 1 } }]) {
    expect(() => changedProfile(gdpr, saved)).toThrow(/request_settings\.profiles cannot be read/);
    expect(() => keptRuleOf("gdpr", saved, null, today)).toThrow(/request_settings\.profiles cannot be read/);
  }
});

it("changes the clock as the organization has set", () => {
  expect(due({})).toBe("2026-04-02");
  expect(due(changed({ answerDays: 20 }))).toBe("2026-03-23");
  expect(due(changed({ answerDays: 19 }))).toBe("2026-03-23");
  expect(due(changed({ answerDays: 19, movesToWorkingDay: false }))).toBe("2026-03-21");
  expect(due(changed({ answerDays: 20, extendedDays: 40 }), true)).toBe("2026-04-13");
  expect(changedProfile(ccpa, changed({ answerDays: 20 }))).toEqual(ccpa);
});

it.each([
  ["2026-07-01", false, "2026-07-31"],
  // 30 days after 2 July is a Saturday.
  ["2026-07-02", false, "2026-08-03"],
  ["2026-07-01", true, "2026-10-01"],
])(
  "lets a complaint of %s be acknowledged within 30 days, and reminds of its outcome",
  (day, isAcknowledged, dueOn) => {
    const law = profileOfKind(profileOn("uk_gdpr", day), { kind: "complaint", isAcknowledged });
    const pauses = [{ ground: "identity" as const, from: new Date(`${day}T12:00:00Z`) }];
    const complaint = { ...facts, receivedAt: new Date(`${day}T12:00:00Z`), pauses };
    const clock = clockOf(complaint, law, complaint.receivedAt, () => false);
    expect(clock).toMatchObject({ dueOn, startsOn: day, isPaused: false });
    expect(clock.confirmBy).toBe(isAcknowledged ? "2026-07-31" : dueOn);
  },
);

it("leaves the clock of every other kind as it is", () => {
  for (const kind of ["access", "objection", "decision_review"] as const)
    expect(profileOfKind(gdpr, { kind, isAcknowledged: false })).toBe(gdpr);
});

it("retains by document type, then by the general setting, then by the law", () => {
  const saved = changed({ keptYears: 7, keptYearsByDocument: [{ documentType: "passport", years: 0 }] });
  expect(keptRuleOf("gdpr", {}, "passport", today)).toBe(amlRuleOn("gdpr", today));
  expect(keptRuleOf("gdpr", saved, "passport", today)).toMatchObject({ years: 0 });
  expect(keptRuleOf("gdpr", saved, "visa", today)).toMatchObject({
    years: 7,
    name: "kept for 7 years by our own rule",
  });
  expect(keptRuleOf("gdpr", saved, null, today)).toMatchObject({ years: 7 });
  expect(keptRuleOf("uk_gdpr", saved, "passport", today)).toBe(amlRuleOn("uk_gdpr", today));
  const twice = [
    { documentType: "visa", years: 1 },
    { documentType: "visa", years: 2 },
  ];
  expect(profileChanges.safeParse({ gdpr: { keptYearsByDocument: twice } }).success).toBe(false);
});

it("writes a term in words", () => {
  expect(termWords({ months: 1 })).toBe("1 month");
  expect(termWords({ days: 45 })).toBe("45 days");
  expect(termWords({ workingDays: 15 })).toBe("15 working days");
});
