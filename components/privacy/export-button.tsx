"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { downloadExport } from "@/lib/privacy/client";

export function ExportButton({ environment, sessionId }: { environment: Environment; sessionId: string }) {
  const download = useMutation({
    mutationFn: () => downloadExport(environment, sessionId),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${sessionId}.json`,
        detail:
          "It is not for handing out: it is unmasked and holds matter of suspicion reports too. A person is answered by a request. The export is in the audit log.",
      }),
    onError: (error) => toastProblem("The export did not work", error),
  });
  return (
    <Button icon={<Download aria-hidden />} onClick={() => download.mutate()} pending={download.isPending}>
      Internal export
    </Button>
  );
}
