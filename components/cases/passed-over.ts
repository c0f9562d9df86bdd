/** Cases that were looked at in this tab and given back without a decision. Next passes them over for as long. */
const passed = new Set<string>();
/** As many as the server takes. */
const most = 90;

export function passOver(caseId: string): void {
  passed.add(caseId);
  const [oldest] = passed;
  if (passed.size > most && oldest) passed.delete(oldest);
}

/** Cases whose decision is on its way: until it has arrived they are still their reviewer's, and are not next. */
const leaving = new Set<string>();

export const isLeaving = (caseId: string): boolean => leaving.has(caseId);

/** Counts a case as left until everything that was sent for it is answered. */
export function leaveCase(caseId: string, sent: readonly Promise<unknown>[]): void {
  leaving.add(caseId);
  void Promise.allSettled(sent).then(() => leaving.delete(caseId));
}

/** They come again: nothing else is left, or one of them was taken back. */
export const passOverNone = () => passed.clear();

/** The cases that Next does not offer, with those on the screen. */
export const passedOver = (...onScreen: (string | null | undefined)[]): string[] => [
  ...new Set([...passed, ...leaving, ...onScreen.filter((id) => id !== null && id !== undefined)]),
];

export const hasPassedOver = (): boolean => passed.size > 0;
