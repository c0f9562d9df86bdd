import { todayIn } from "@/lib/format/day";
import { keptRuleOf, savedProfiles } from "@/lib/law/profile";
import type { BrokenFloorDto, ExceededCeilingDto } from "@/lib/privacy/schema";
import type { RetentionLaw } from "@/lib/records/retained";

type Windows = {
  /** Automatic erasure is on. */
  isOn: boolean;
  /** The window of all other document types, in days after the end of a session; null for no limit. */
  days: number | null;
  overrides: readonly { documentType: string; dataRetentionDays: number | null }[];
};

/** The days that a number of years has at most. */
const mostDays = (years: number) => years * 365 + Math.ceil(years / 4);

/** Each window with the rule that applies to its document type today. */
function ruled({ days, overrides }: Windows, { jurisdiction, profiles, timeZone }: RetentionLaw) {
  const today = todayIn(timeZone);
  const windows = [
    { documentType: null, days },
    ...overrides.map(({ documentType, dataRetentionDays }) => ({ documentType, days: dataRetentionDays })),
    // A type with years of its own and no window of its own.
    ...(savedProfiles(profiles)[jurisdiction]?.keptYearsByDocument ?? [])
      .filter(({ documentType }) => overrides.every((each) => each.documentType !== documentType))
      .map(({ documentType }) => ({ documentType, days })),
  ];
  return windows.map((window) => ({
    ...window,
    law: keptRuleOf(jurisdiction, profiles, window.documentType, today),
  }));
}

/**
 * Lists the windows that end before a retention duty does: the duty keeps the sessions that it covers until then. Its
 * years begin with the end of the session at the earliest. Where a customer relationship follows they begin later,
 * which is not known here.
 */
export const brokenFloors = (windows: Windows, law: RetentionLaw): BrokenFloorDto[] =>
  !windows.isOn
    ? []
    : ruled(windows, law).flatMap(({ documentType, days, law: { name, years, source, retains } }) => {
        const neededDays = mostDays(years);
        return days !== null && days < neededDays
          ? [{ documentType, days, neededDays, rule: name, source, retains: [...retains] }]
          : [];
      });

/**
 * Lists the windows that may keep personal data longer than the law that retains it allows. An organization that is
 * under no retention duty has no such limit; its years are zero.
 */
export function exceededCeilings(windows: Windows, law: RetentionLaw): ExceededCeilingDto[] {
  const all = ruled(windows, law).flatMap(({ documentType, days, law: { years, erasedAfter } }) =>
    erasedAfter !== null && years > 0 && (!windows.isOn || days === null || days > mostDays(years))
      ? [{ documentType, days, years, isAutomatic: windows.isOn, source: erasedAfter }]
      : [],
  );
  // Without automatic erasure no window matters.
  return windows.isOn ? all : all.slice(0, 1);
}
