const kept = globalThis as typeof globalThis & {
  countersignStopping?: AbortController;
  countersignIsLeaving?: boolean;
};

function controller(): AbortController {
  kept.countersignStopping ??= new AbortController();
  return kept.countersignStopping;
}

/** A signal that fires when the process must stop. Endless work, such as event streams, ends then. */
export const stopping = (): AbortSignal => controller().signal;

/** Makes the health check say that this process stops soon, while it goes on answering: a proxy leads nobody there then. */
export const announceLeave = (): void => {
  kept.countersignIsLeaving = true;
};

/** Returns whether this process stops soon. */
export const isLeaving = (): boolean => kept.countersignIsLeaving === true;

/** Fires {@link stopping}. */
export const announceStop = (): void => controller().abort();
