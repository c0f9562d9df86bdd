"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { documentQueries, showDocuments } from "@/lib/documents/client";
import type { DocumentDto } from "@/lib/documents/schema";

/** Whether there are images that the viewer has not asked to see. */
export const areHidden = (documents: readonly DocumentDto[]) =>
  documents.some(({ isAvailable, url }) => isAvailable && url === null);

type HiddenImagesProps = { environment: Environment; sessionId: string; documents: readonly DocumentDto[] };

/** In place of images of a case that somebody else works on, or nobody: showing them is one click and one event. */
export function HiddenImages({ environment, sessionId, documents }: HiddenImagesProps) {
  const client = useQueryClient();
  const show = useMutation({
    mutationFn: () => showDocuments(environment, sessionId),
    onSuccess: (shown) => {
      client.setQueryData(documentQueries.list(environment, sessionId).queryKey, shown);
      announce("Images shown");
    },
    onError: (error) => toastProblem("The images stay hidden", error),
  });
  const count = documents.filter(({ isAvailable }) => isAvailable).length;
  return (
    <EmptyState
      icon={<EyeOff />}
      title={count === 1 ? "1 image is hidden" : `${count} images are hidden`}
      detail="You do not hold this case. Showing its images is written to the audit log."
      action={
        <Button icon={<Eye aria-hidden />} onClick={() => show.mutate()} pending={show.isPending}>
          Show images
        </Button>
      }
    />
  );
}
