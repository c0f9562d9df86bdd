"use client";

import { useMutation } from "@tanstack/react-query";
import { FolderDown } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { requestActions } from "@/lib/requests/client";

/** Saves everything stored about a request as one file, for an authority. */
export function Dossier({ requestId }: { requestId: string }) {
  const environment = useEnvironment();
  const save = useMutation({
    mutationFn: () => requestActions.saveDossier(environment, requestId),
    onError: (error) => toastProblem("The dossier could not be downloaded", error),
  });
  return (
    <section aria-label="Dossier" className="flex flex-col gap-2">
      <h2 className="text-sm font-semibold text-ink-muted">For an authority</h2>
      <Button icon={<FolderDown />} pending={save.isPending} onClick={() => save.mutate()}>
        Download dossier
      </Button>
      <p className="text-sm text-ink-muted">
        Request, law, messages, certificate, log and proofs. No values of sessions.
      </p>
    </section>
  );
}
