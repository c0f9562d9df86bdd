/** This page's unanswered writes about each case. While there are any, the version on the screen is out of date. */
const pending = new Map<string, Set<Promise<unknown>>>();

/** Tracks a write until it is answered. */
export function trackWrite<T>(caseId: string, write: Promise<T>): Promise<T> {
  const known = pending.get(caseId) ?? new Set();
  pending.set(caseId, known.add(write));
  const forget = () => {
    known.delete(write);
    if (known.size === 0) pending.delete(caseId);
  };
  write.then(forget, forget);
  return write;
}

/**
 * Waits for all unanswered writes.
 * @returns whether there were any: then the version on the screen is out of date
 */
export async function writesAnswered(caseId: string): Promise<boolean> {
  const known = pending.get(caseId);
  if (!known) return false;
  await Promise.allSettled(known);
  return true;
}
