import "server-only";

/**
 * Compares a face with the one on a document. The program contains no such model: a provider that an installation adds
 * implements this. Without one, `face_match` is skipped, and no session is approved by itself.
 */
export type FaceProvider = {
  /** The name of the provider, for the details of the check. */
  name: string;
  /**
   * @param images the front of the document and the selfie, as JPEG, PNG or WebP; the signal ends when nobody waits for
   * the answer any more
   * @returns how alike the faces are, from 0 to 1; whether a living person was before the camera, null if not examined
   * @throws Error when the provider cannot tell
   */
  compare: (images: {
    document: Buffer;
    selfie: Buffer;
    signal: AbortSignal;
  }) => Promise<{ score: number; isLive: boolean | null }>;
};

/** The contract's standard threshold of `face_match`. */
export const faceThreshold = 0.35;

type Kept = { countersignFaces?: FaceProvider | undefined };
const kept = globalThis as typeof globalThis & Kept;

/** Returns the provider of this process; null when none was added. */
export const faceProvider = (): FaceProvider | null => kept.countersignFaces ?? null;

/** Adds the provider of this process, or removes it. */
export function setFaceProvider(provider: FaceProvider | null): void {
  kept.countersignFaces = provider ?? undefined;
}

/** How long a provider may take, in milliseconds: the sessions behind this one wait. */
const patienceMs = 60_000;

/**
 * Asks a provider, and waits no longer than `limitMs` milliseconds.
 * @throws Error when it cannot tell, or has not answered in time
 */
export async function compareFaces(
  provider: FaceProvider,
  images: { document: Buffer; selfie: Buffer },
  limitMs = patienceMs,
): Promise<{ score: number; isLive: boolean | null }> {
  const signal = AbortSignal.timeout(limitMs);
  const late = new Promise<never>((_, refuse) => {
    signal.addEventListener("abort", () =>
      refuse(new Error("The provider of faces did not answer in time.")),
    );
  });
  return Promise.race([provider.compare({ ...images, signal }), late]);
}
