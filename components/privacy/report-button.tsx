"use client";

import { useMutation } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { saveFile } from "@/lib/browser/api-client";

/** Saves the report of a session as PDF, masked as the viewer sees the session. */
export function ReportButton({ sessionId }: { sessionId: string }) {
  const environment = useEnvironment();
  const name = `${sessionId}-report.pdf`;
  const download = useMutation({
    mutationFn: () => saveFile(`/sessions/${encodeURIComponent(sessionId)}/report`, name, environment),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${name}`,
        detail: "Values are masked as on this page. The audit log records who read the report.",
      }),
    onError: (error) => toastProblem("The report was not made", error),
  });
  return (
    <Button icon={<FileText aria-hidden />} onClick={() => download.mutate()} pending={download.isPending}>
      Report (PDF)
    </Button>
  );
}
