"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { downloadExport } from "@/lib/privacy/client";

export function ExportButton({ sessionId }: { sessionId: string }) {
  const environment = useEnvironment();
  const download = useMutation({
    mutationFn: () => downloadExport(environment, sessionId),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${sessionId}.json`,
        detail:
          "For internal use only: the file is unmasked and contains suspicious-activity material (SAR/STR). To answer a person, use a request. The export is recorded in the audit log.",
      }),
    onError: (error) => toastProblem("The export failed", error),
  });
  return (
    <Button icon={<Download aria-hidden />} onClick={() => download.mutate()} pending={download.isPending}>
      Internal export
    </Button>
  );
}
