"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { DocumentDto } from "@/lib/documents/schema";
import { type ImageState, retryImage, useBitmap } from "./image-store";

/** Shares one request for new URLs among all images, because each answer is logged. */
export function useAskOnce(reload: () => unknown): () => Promise<unknown> {
  const asked = useRef<Promise<unknown> | null>(null);
  return () => {
    asked.current ??= Promise.resolve(reload())
      .catch(() => null)
      .finally(() => {
        asked.current = null;
      });
    return asked.current;
  };
}

/**
 * Returns the image of a document. If loading fails, its URL has probably expired, so a new one is requested once.
 */
export function useShownImage(
  document: DocumentDto | undefined,
  ask: () => Promise<unknown>,
): { image: ImageState; retry: () => void } {
  const image = useBitmap(document);
  const [asked, setAsked] = useState<{ id: string; isAnswered: boolean } | null>(null);
  const request = async () => {
    if (!document) return;
    setAsked({ id: document.id, isAnswered: false });
    await ask();
    retryImage(document);
    setAsked({ id: document.id, isAnswered: true });
  };
  const isAsked = asked !== null && asked.id === document?.id;
  const settle = useEffectEvent(() => {
    if (image.status === "failed" && !isAsked) void request();
    if (image.status === "ready" && asked) setAsked(null);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the image changes, not when it is asked for
  useEffect(() => settle(), [image, document?.id]);
  const isWaiting = image.status === "failed" && !(isAsked && asked.isAnswered);
  return { image: isWaiting ? { status: "loading" } : image, retry: () => void request() };
}
