import { expect, it } from "vitest";
import { type RequestSettingsDto, requestSettingsInput } from "@/lib/request-settings/schema";
import { isLonger, profileChangesOf, profileDraftsOf, profileProblems, profilesOf } from "./profile-draft";

const settings = {
  profiles: {
    gdpr: {
      answerDays: 20,
      extendedDays: null,
      movesToWorkingDay: false,
      remindWithDaysLeft: [3, 1],
      keptYears: 7,
      keptYearsByDocument: [{ documentType: "passport", years: 10 }],
    },
  },
  laws: [{ id: "gdpr", law: "GDPR" }],
} as unknown as RequestSettingsDto;

it("sends back what it was given, and leaves out laws without changes", () => {
  expect(profilesOf(profileDraftsOf(settings))).toEqual(settings.profiles);
});

it("lists one line for each change", () => {
  const drafts = profileDraftsOf(settings);
  const after = { ...drafts, gdpr: { ...drafts.gdpr, answer: "", remind: "5" } };
  expect(profileChangesOf(settings, after)).toEqual([
    { name: "GDPR: answer within", before: "20 days", after: "legal default" },
    { name: "GDPR: reminders", before: "3, 1", after: "5" },
  ]);
});

it.each([
  [{ answer: "0" }, false],
  [{ answer: "1.5" }, false],
  [{ extended: "366" }, false],
  [{ remind: "10, soon" }, false],
  [{ remind: "6 5 4 3 2 1" }, false],
  [{ kept: "31" }, false],
  [{ kept: "0" }, true],
  [{ keptBy: "passport" }, false],
  [{ keptBy: "passport 5, passport 6" }, false],
  [{ keptBy: "passport 10, national_id 0" }, true],
  [{ answer: "30", extended: "", remind: "0" }, true],
])("accepts %o: %s", (part, isGood) => {
  const before = profileDraftsOf(settings);
  const drafts = { ...before, gdpr: { ...before.gdpr, ...part } };
  const parsed = requestSettingsInput.safeParse({ version: 1, profiles: profilesOf(drafts) });
  expect(parsed.success && Object.keys(profileProblems(drafts)).length === 0).toBe(isGood);
});

it("marks a term that is longer than the law's", () => {
  expect([isLonger("28", 28), isLonger("29", 28), isLonger("", 28)]).toEqual([false, true, false]);
});
