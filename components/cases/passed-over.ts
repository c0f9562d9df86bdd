/** Cases that were viewed in this tab and released without a decision. Next skips them. */
const passed = new Set<string>();
/** The most ids that the server accepts. */
const most = 90;

export function passOver(caseId: string): void {
  passed.add(caseId);
  const [oldest] = passed;
  if (passed.size > most && oldest) passed.delete(oldest);
}

/** Cases whose decision is not answered yet. They still belong to the reviewer, so Next must skip them. */
const leaving = new Set<string>();

export const isLeaving = (caseId: string): boolean => leaving.has(caseId);

/** Marks a case as leaving until every write about it is answered. */
export function leaveCase(caseId: string, sent: readonly Promise<unknown>[]): void {
  leaving.add(caseId);
  void Promise.allSettled(sent).then(() => leaving.delete(caseId));
}

/** Stops skipping released cases, when no others are left or one of them was claimed again. */
export const passOverNone = () => passed.clear();

/** Returns the cases that Next must skip, including those on the screen. */
export const passedOver = (...onScreen: (string | null | undefined)[]): string[] => [
  ...new Set([...passed, ...leaving, ...onScreen.filter((id) => id !== null && id !== undefined)]),
];

export const hasPassedOver = (): boolean => passed.size > 0;
