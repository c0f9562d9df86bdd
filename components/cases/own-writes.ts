/** What this page has sent about a case and has no answer to yet: it makes the version on the screen older. */
const pending = new Map<string, Set<Promise<unknown>>>();

/** Keeps a write in mind until it is answered. */
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

/** Waits for what was sent. @returns whether there was anything: then the version on the screen is not the case's */
export async function writesAnswered(caseId: string): Promise<boolean> {
  const known = pending.get(caseId);
  if (!known) return false;
  await Promise.allSettled(known);
  return true;
}
