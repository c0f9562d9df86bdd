"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Eraser } from "lucide-react";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { downloadIdentityExport, redactIdentity } from "@/lib/identities/client";
import type { IdentityDto } from "@/lib/identities/schema";

type IdentityActionsProps = {
  identity: IdentityDto;
  may: { export: boolean; redact: boolean };
};

/** Export and redact, for the roles that may. */
export function IdentityActions({ identity, may }: IdentityActionsProps) {
  const environment = useEnvironment();
  const [isRedacting, setRedacting] = useState(false);
  const download = useMutation({
    mutationFn: () => downloadIdentityExport(environment, identity.id),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${identity.id}.json`,
        detail: `For internal use only: the file contains ${counted(identity.sessionCount, "session")}, unmasked, with suspicious-activity material (SAR/STR). To answer a person, use a request. The export is recorded in the audit log.`,
      }),
    onError: (error) => toastProblem("The export failed", error),
  });
  return (
    <div className="flex items-center gap-2">
      {may.export ? (
        <Button
          icon={<Download aria-hidden />}
          pending={download.isPending}
          onClick={() => download.mutate()}
        >
          Internal export
        </Button>
      ) : null}
      {may.redact && !identity.redactedAt ? (
        <Button variant="danger-outline" icon={<Eraser aria-hidden />} onClick={() => setRedacting(true)}>
          Redact…
        </Button>
      ) : null}
      {isRedacting ? <RedactIdentityDialog identity={identity} onClose={() => setRedacting(false)} /> : null}
    </div>
  );
}

type DialogProps = { identity: IdentityDto; onClose: () => void };

function RedactIdentityDialog({ identity, onClose }: DialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const redaction = useMutation({
    mutationFn: () => redactIdentity(environment, identity.id, identity.id),
    onSuccess: ({ message }) => {
      toast({ tone: "success", title: "Identity redacted", detail: message });
      client.invalidateQueries({ queryKey: [environment, "identities"] });
      onClose();
    },
  });
  const cancel = () => (redaction.isPending ? undefined : onClose());
  return (
    <Dialog open onClose={cancel} title="Redact this identity?" danger size="md">
      <ConfirmByTyping
        text={identity.id}
        actionLabel="Redact identity"
        onConfirm={() => redaction.mutate()}
        onCancel={cancel}
        pending={redaction.isPending}
        error={redaction.error ? problemOf(redaction.error).detail : undefined}
      >
        <p>
          The identity's tags and flag are erased permanently. Its {counted(identity.sessionCount, "session")}{" "}
          are not redacted: redact each session separately, or erase all of them with an erasure request.
        </p>
      </ConfirmByTyping>
    </Dialog>
  );
}
