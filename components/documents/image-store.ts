"use client";

import { useCallback, useSyncExternalStore } from "react";
import type { DocumentDto } from "@/lib/documents/schema";

/** The state of an image that is being decoded. */
export type ImageState =
  | { status: "loading" }
  | { status: "ready"; bitmap: ImageBitmap }
  | { status: "failed" };

type Kept = { state: ImageState; url: string; watchers: Set<() => void> };

const loading: ImageState = { status: "loading" };
const failed: ImageState = { status: "failed" };
const most = 12;
/** A phone's photograph has 12 million pixels, with four bytes each when decoded. */
const mostPixels = 100_000_000;

/** The decoded images, only in this page's memory; the least recently used come first. */
const kept = new Map<string, Kept>();

/**
 * Each request gives a new signed URL, so the key ignores the signature. It changes only when the image was captured
 * again.
 */
const keyOf = ({ url, id, capturedAt, sizeBytes }: DocumentDto) =>
  [url?.split("?")[0], id, capturedAt, sizeBytes].join(" ");

const pixelsOf = ({ state }: Kept) =>
  state.status === "ready" ? state.bitmap.width * state.bitmap.height : 0;

const settling = new Set<() => void>();

function change(image: Kept, state: ImageState) {
  image.state = state;
  for (const tell of [...image.watchers, ...settling]) tell();
}

/** Drops images that are not shown, oldest first, until the rest fits. */
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

/** Returns the URL of an image that the viewer may see and has asked to see. A PDF is no image. */
const addressOf = ({ isAvailable, url, mimeType }: DocumentDto) =>
  isAvailable && mimeType !== "application/pdf" ? url : null;

/** Finds the image that the server put into the page; the browser fetched it before any script ran. */
const standing = (url: string) =>
  [...globalThis.document.images].find(
    (image) => image.dataset.standing !== undefined && image.getAttribute("src") === url,
  );

/**
 * Decodes an image that is in the page. Returns null if it disappears meanwhile, so that it is fetched like any
 * other.
 */
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
  // A failure that nobody has seen is forgotten, so that the next viewer tries again.
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

/** The browser shows images that the page references without another request. */
const miniatures: HTMLImageElement[] = [];

function keepMiniature(url: string) {
  if (miniatures.some((image) => image.getAttribute("src") === url)) return;
  const image = new Image();
  image.src = url;
  miniatures.push(image);
  if (miniatures.length > 2 * most) miniatures.shift();
}

/**
 * Fetches and decodes the images of a session before it is opened. Images already in memory cost nothing. Nothing is
 * stored outside the page's memory.
 */
export function prefetchImages(documents: readonly DocumentDto[]): void {
  for (const document of documents.slice(0, most / 2)) {
    const url = addressOf(document);
    if (!url) continue;
    open(document, url, "low");
    if (document.thumbnailUrl) keepMiniature(document.thumbnailUrl);
  }
}

/** Loads a failed image again. */
export function retryImage(document: DocumentDto): void {
  const key = keyOf(document);
  const image = kept.get(key);
  if (image?.state.status === "failed") void load(key, image, "high");
}

/**
 * Returns the image of a document, decoded off the main thread and kept while it is shown. A new URL loads a failed
 * image again.
 */
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

const watchSettling = (tell: () => void) => {
  settling.add(tell);
  return () => {
    settling.delete(tell);
  };
};

/** Returns whether the first image of a session is there, has failed or is not to come, so that other reads may begin. */
export function useFirstImageSettled(documents: readonly DocumentDto[] | undefined): boolean {
  return useSyncExternalStore(
    watchSettling,
    () => {
      const awaited = documents?.filter((document) => addressOf(document) !== null) ?? [];
      const states = awaited.map((document) => kept.get(keyOf(document))?.state.status ?? "loading");
      return documents !== undefined && (states.length === 0 || states.some((state) => state !== "loading"));
    },
    () => false,
  );
}
