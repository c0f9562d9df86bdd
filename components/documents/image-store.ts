"use client";

import { useCallback, useSyncExternalStore } from "react";
import type { DocumentDto } from "@/lib/documents/schema";

/** A decoded image, as far as it has come. */
export type ImageState =
  | { status: "loading" }
  | { status: "ready"; bitmap: ImageBitmap }
  | { status: "failed" };

type Kept = { state: ImageState; url: string; watchers: Set<() => void> };

const loading: ImageState = { status: "loading" };
const failed: ImageState = { status: "failed" };
const most = 12;
/** Photographs of a telephone have 12 million pixels, of four bytes each once they are decoded. */
const mostPixels = 100_000_000;

/** In the memory of this page and nowhere else; what was used longest ago comes first. */
const kept = new Map<string, Kept>();

/** URLs are signed anew each time they are asked for; the image is another one only when it was captured again. */
const keyOf = ({ url, id, capturedAt, sizeBytes }: DocumentDto) =>
  [url?.split("?")[0], id, capturedAt, sizeBytes].join(" ");

const pixelsOf = ({ state }: Kept) =>
  state.status === "ready" ? state.bitmap.width * state.bitmap.height : 0;

function change(image: Kept, state: ImageState) {
  image.state = state;
  for (const tell of image.watchers) tell();
}

/** Lets go of what nobody looks at, oldest first, until the rest is small enough. */
function trim() {
  let pixels = [...kept.values()].reduce((sum, image) => sum + pixelsOf(image), 0);
  for (const [key, image] of kept) {
    if (kept.size <= most && pixels <= mostPixels) return;
    if (image.watchers.size > 0 || image.state.status === "loading") continue;
    pixels -= pixelsOf(image);
    kept.delete(key);
    if (image.state.status === "ready") image.state.bitmap.close();
  }
}

/** The address of an image that the viewer may open, and has asked to see. */
const addressOf = ({ isAvailable, url }: DocumentDto) => (isAvailable ? url : null);

/** The picture that the server put into the page, which the browser fetched before any script ran. */
const standing = (url: string) =>
  [...globalThis.document.images].find(
    (image) => image.dataset.standing !== undefined && image.getAttribute("src") === url,
  );

/** A picture that leaves the page while it is being read is fetched like any other. */
async function fromPage(url: string): Promise<ImageBitmap | null> {
  const image = standing(url);
  if (!image) return null;
  return image
    .decode()
    .then(() => createImageBitmap(image))
    .catch(() => null);
}

async function decode(url: string, priority: RequestPriority): Promise<ImageState> {
  try {
    const there = await fromPage(url);
    if (there) return { status: "ready", bitmap: there };
    const response = await fetch(url, { credentials: "omit", priority });
    if (!response.ok) return failed;
    return { status: "ready", bitmap: await createImageBitmap(await response.blob()) };
  } catch {
    return failed;
  }
}

async function load(key: string, image: Kept, priority: RequestPriority): Promise<void> {
  change(image, loading);
  const { url } = image;
  const state = await decode(url, priority);
  if (state.status === "failed" && image.url !== url) return load(key, image, priority);
  change(image, state);
  // A failure that nobody has seen is tried again by whoever comes to look.
  if (state.status === "failed" && image.watchers.size === 0) kept.delete(key);
  trim();
}

function open(document: DocumentDto, url: string, priority: RequestPriority): Kept {
  const key = keyOf(document);
  const before = kept.get(key);
  const image = before ?? { state: loading, url, watchers: new Set() };
  kept.delete(key);
  kept.set(key, image);
  const hasNewUrl = image.url !== url;
  image.url = url;
  if (!before || (hasNewUrl && image.state.status === "failed")) void load(key, image, priority);
  return image;
}

/** Images that the page holds are shown again without a request, for as long as it holds them. */
const miniatures: HTMLImageElement[] = [];

function keepMiniature(url: string) {
  if (miniatures.some((image) => image.getAttribute("src") === url)) return;
  const image = new Image();
  image.src = url;
  miniatures.push(image);
  if (miniatures.length > 2 * most) miniatures.shift();
}

/**
 * Fetches and decodes the images of a session before somebody looks at them, so that they are there at once when it
 * opens. Costs nothing for those that are there already. Nothing is kept outside the memory of the page.
 */
export function prefetchImages(documents: readonly DocumentDto[]): void {
  for (const document of documents.slice(0, most / 2)) {
    const url = addressOf(document);
    if (!url) continue;
    open(document, url, "low");
    if (document.thumbnailUrl) keepMiniature(document.thumbnailUrl);
  }
}

/** Tries an image that failed once more. */
export function retryImage(document: DocumentDto): void {
  const key = keyOf(document);
  const image = kept.get(key);
  if (image?.state.status === "failed") void load(key, image, "high");
}

/** The image of a document, decoded off the main thread and kept while it is on screen; a new URL tries again. */
export function useBitmap(document: DocumentDto | undefined): ImageState {
  const url = document ? addressOf(document) : null;
  const key = document && url ? keyOf(document) : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key and the URL are all that matters of a document
  const watch = useCallback(
    (tell: () => void) => {
      if (!document || !url) return () => {};
      const { watchers } = open(document, url, "high");
      watchers.add(tell);
      return () => {
        watchers.delete(tell);
      };
    },
    [key, url],
  );
  return useSyncExternalStore(
    watch,
    () => kept.get(key)?.state ?? loading,
    () => loading,
  );
}
