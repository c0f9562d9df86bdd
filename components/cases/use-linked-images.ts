"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useDocumentParam } from "@/components/documents/use-document-param";
import type { Guest } from "@/components/documents/use-sides";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import type { DeskDto } from "@/lib/cases/schema";
import type { DocumentDto } from "@/lib/documents/schema";
import { showLinkedDocuments } from "@/lib/links/client";

type Compared = { caseId: string; sessionId: string; documents: readonly DocumentDto[] };

/** What two sessions are compared by, best first. */
const compared = ["selfie", "id_front"];

/** Loads the images of a linked session beside those of this case. The server records each comparison. */
export function useLinkedImages(desk: DeskDto, own: readonly DocumentDto[] | undefined) {
  const environment = useEnvironment();
  const { onChoose } = useDocumentParam();
  const caseId = desk.reviewCase.id;
  const [shown, setShown] = useState<Compared | null>(null);
  const load = useMutation({
    mutationFn: (sessionId: string) => showLinkedDocuments(environment, { caseId, sessionId }),
    onSuccess: ({ data }, sessionId) => {
      const has = (documents: readonly DocumentDto[], wanted: string) =>
        documents.some(({ docType, isAvailable }) => docType === wanted && isAvailable);
      const best = compared.find((wanted) => has(data, wanted) && has(own ?? [], wanted));
      if (best) onChoose(best);
      setShown({ caseId, sessionId, documents: data });
      announce("Comparing with the linked session");
    },
    onError: (error) => toastProblem("The images of the linked session cannot be shown", error),
  });
  const guest: Guest | undefined =
    shown?.caseId === caseId && desk.isOpen
      ? {
          ...shown,
          reload: () => load.mutateAsync(shown.sessionId),
          onClose: () => {
            setShown(null);
            announce("Comparison ended");
          },
        }
      : undefined;
  return { guest, compare: (sessionId: string) => load.mutate(sessionId) };
}
