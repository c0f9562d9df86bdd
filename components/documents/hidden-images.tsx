"use client";

import { Eye, EyeOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { DocumentDto } from "@/lib/documents/schema";
import type { useShowImages } from "./use-show-images";

/** Returns whether there are images that the viewer has not asked to see. */
export const areHidden = (documents: readonly DocumentDto[]) =>
  documents.some(({ isAvailable, url }) => isAvailable && url === null);

type HiddenImagesProps = { documents: readonly DocumentDto[]; show: ReturnType<typeof useShowImages> };

/**
 * Replaces the images of a case that the viewer has not claimed, and of a second look. Showing them takes one click
 * and records one event.
 */
export function HiddenImages({ documents, show }: HiddenImagesProps) {
  const count = documents.filter(({ isAvailable }) => isAvailable).length;
  return (
    <EmptyState
      icon={<EyeOff />}
      title={count === 1 ? "1 image is hidden" : `${count} images are hidden`}
      detail="Showing them is recorded in the audit log."
      action={
        <Button icon={<Eye aria-hidden />} onClick={() => show.mutate()} pending={show.isPending}>
          Show images
        </Button>
      }
    />
  );
}
