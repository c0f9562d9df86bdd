"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { documentQueries, showDocuments } from "@/lib/documents/client";

/** Loads the images of a case that the viewer has not claimed, and again when their URLs expire. */
export function useShowImages(sessionId: string) {
  const environment = useEnvironment();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => showDocuments(environment, sessionId),
    onSuccess: (shown) => {
      client.setQueryData(documentQueries.list(environment, sessionId).queryKey, shown);
      announce("Images shown");
    },
    onError: (error) => toastProblem("The images could not be shown", error),
  });
}
