const kept = globalThis as typeof globalThis & { countersignStopping?: AbortController };

function controller(): AbortController {
  kept.countersignStopping ??= new AbortController();
  return kept.countersignStopping;
}

/** A signal that fires when the process must stop. Endless work, such as event streams, ends then. */
export const stopping = (): AbortSignal => controller().signal;

/** Fires {@link stopping}. */
export const announceStop = (): void => controller().abort();
