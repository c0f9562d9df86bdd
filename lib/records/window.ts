import { daysAfter } from "@/lib/format/day";
import type { RetentionOverride } from "@/lib/settings/schema";

export type RetentionSettings = {
  sensitiveDataRetentionDays: number | null;
  dataRetentionDays: number | null;
  overrides: readonly RetentionOverride[];
};

type Kept = { terminalAt: Date | null; documentType: string | null };

/** The windows of a session: those of its document type, if the organization has set some. */
const windowsOf = ({ documentType }: Kept, settings: RetentionSettings) =>
  settings.overrides.find((override) => override.documentType === documentType) ?? settings;

const after = (from: Date | null, days: number | null) =>
  from && days !== null ? daysAfter(from, days) : null;

/** The instants at which both retention windows of a session close; both are measured from its terminal status. */
export function retentionClock(session: Kept, settings: RetentionSettings) {
  const windows = windowsOf(session, settings);
  return {
    sensitiveDataUntil: after(session.terminalAt, windows.sensitiveDataRetentionDays),
    dataUntil: after(session.terminalAt, windows.dataRetentionDays),
  };
}

/**
 * Whether a session's sensitive data is out of reach: its window has elapsed, or a retention pass or a redaction
 * has said so. An active session has no window.
 */
export function isSensitiveDataExpired(
  session: Kept & { retentionStatus: string },
  settings: RetentionSettings,
  now: Date,
): boolean {
  if (session.retentionStatus !== "active") return true;
  const { sensitiveDataUntil } = retentionClock(session, settings);
  return sensitiveDataUntil !== null && sensitiveDataUntil <= now;
}
