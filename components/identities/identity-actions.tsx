"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, Eraser } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { downloadIdentityExport } from "@/lib/identities/client";
import type { IdentityDto } from "@/lib/identities/schema";

const RedactIdentityDialog = dynamic(() => import("./redact-identity-dialog").catch(missingDialog), {
  ssr: false,
});

type IdentityActionsProps = {
  identity: IdentityDto;
  may: { export: boolean; redact: boolean };
};

/** Export and redact, if the viewer's role permits them. */
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
