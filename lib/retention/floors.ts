import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { keptRuleOf } from "@/lib/law/profile";
import type { BrokenFloorDto } from "@/lib/privacy/schema";

type Windows = {
  /** Automatic erasure is on. */
  isOn: boolean;
  /** The window of all other document types, in days after the end of a session; null for no limit. */
  days: number | null;
  overrides: readonly { documentType: string; dataRetentionDays: number | null }[];
};

/** The days that a number of years has at most. */
const mostDays = (years: number) => years * 365 + Math.ceil(years / 4);

/**
 * Lists the windows that can erase approved sessions before a retention duty ends. The years of the duty begin with the
 * end of the session at the earliest. Where a customer relationship follows they begin later, which is not known here.
 * @param saved the organization's changes to the law, which replace its years
 */
export function brokenFloors(
  { isOn, days, overrides }: Windows,
  jurisdiction: JurisdictionId,
  saved: unknown,
): BrokenFloorDto[] {
  if (!isOn) return [];
  const windows = [
    { documentType: null, days },
    ...overrides.map(({ documentType, dataRetentionDays }) => ({ documentType, days: dataRetentionDays })),
  ];
  return windows.flatMap((each) => {
    const { name, years, source } = keptRuleOf(jurisdiction, saved, each.documentType);
    const neededDays = mostDays(years);
    return each.days !== null && each.days < neededDays
      ? [{ documentType: each.documentType, days: each.days, neededDays, rule: name, source }]
      : [];
  });
}
