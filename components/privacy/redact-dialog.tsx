"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { problemOf } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { privacyQueries, redactSession } from "@/lib/privacy/client";
import { removalLines } from "./removals";
import { WhatGoes } from "./what-goes";

type RedactDialogProps = { environment: Environment; sessionId: string; onClose: () => void };

export default function RedactDialog({ environment, sessionId, onClose }: RedactDialogProps) {
  const queryClient = useQueryClient();
  const { data } = useQuery(privacyQueries.ofSession(environment, sessionId));
  const redaction = useMutation({
    mutationFn: () => redactSession(environment, sessionId, sessionId),
    onSuccess: ({ documentsRemoved }) => {
      toast({
        tone: "success",
        title: "The session is redacted",
        detail: `${counted(documentsRemoved, "image")} destroyed. What stays is still here.`,
      });
      queryClient.removeQueries({ queryKey: [environment, "sessions", sessionId, "documents"] });
      queryClient.invalidateQueries({ queryKey: [environment, "sessions"] });
      onClose();
    },
  });
  const cancel = () => (redaction.isPending ? undefined : onClose());
  return (
    <Dialog open onClose={cancel} title="Redact this session?" danger size="md">
      <ConfirmByTyping
        text={sessionId}
        actionLabel="Redact session"
        onConfirm={() => redaction.mutate()}
        onCancel={cancel}
        pending={redaction.isPending}
        error={redaction.error ? problemOf(redaction.error).detail : undefined}
      >
        <p>Its personal data is destroyed. Nobody can bring it back.</p>
        {data ? (
          <WhatGoes goes={removalLines(data.redaction)} stays={data.redaction.keeps} />
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
      </ConfirmByTyping>
    </Dialog>
  );
}
