const kept = globalThis as typeof globalThis & { countersignStopping?: AbortController };

function controller(): AbortController {
  kept.countersignStopping ??= new AbortController();
  return kept.countersignStopping;
}

/** Fires when the process is asked to stop: what would go on without end lets go of whoever listens. */
export const stopping = (): AbortSignal => controller().signal;

/** Tells everything that would go on without end that the process stops. */
export const announceStop = (): void => controller().abort();
