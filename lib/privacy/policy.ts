const dayMs = 86_400_000;

export type RetentionSettings = {
  sensitiveDataRetentionDays: number | null;
  dataRetentionDays: number | null;
};

const after = (from: Date | null, days: number | null) =>
  from && days !== null ? new Date(from.getTime() + days * dayMs) : null;

/** The instants at which both retention windows of a session close; both are measured from its terminal status. */
export function retentionClock(terminalAt: Date | null, settings: RetentionSettings) {
  return {
    sensitiveDataUntil: after(terminalAt, settings.sensitiveDataRetentionDays),
    dataUntil: after(terminalAt, settings.dataRetentionDays),
  };
}

/**
 * Whether a session's sensitive data is out of reach: its window has elapsed, or a retention pass or a redaction
 * has said so. An active session has no window.
 */
export function isSensitiveDataExpired(
  session: { terminalAt: Date | null; retentionStatus: string },
  settings: RetentionSettings,
  now: Date,
): boolean {
  if (session.retentionStatus !== "active") return true;
  const { sensitiveDataUntil } = retentionClock(session.terminalAt, settings);
  return sensitiveDataUntil !== null && sensitiveDataUntil <= now;
}
