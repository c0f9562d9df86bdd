"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Eraser, Flag, FlagOff, Merge } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { downloadIdentityExport, unflagIdentity } from "@/lib/identities/client";
import type { IdentityDto } from "@/lib/identities/schema";

const RedactIdentityDialog = dynamic(() => import("./redact-identity-dialog").catch(missingDialog), {
  ssr: false,
});

const MergeDialog = dynamic(() => import("./merge-dialog").catch(missingDialog), { ssr: false });

const FlagDialog = dynamic(() => import("./flag-dialog").catch(missingDialog), { ssr: false });

type IdentityActionsProps = {
  identity: IdentityDto;
  may: { export: boolean; redact: boolean; flag: boolean; merge: boolean };
};

function FlagButton({ identity }: { identity: IdentityDto }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [isFlagging, setFlagging] = useState(false);
  const unflag = useMutation({
    mutationFn: () => unflagIdentity(environment, identity.id),
    onSuccess: () => {
      toast({ tone: "success", title: "Flag removed" });
      announce("Flag removed.");
      client.invalidateQueries({ queryKey: [environment, "identities"] });
    },
    onError: (error) => toastProblem("The flag was not removed", error),
  });
  return (
    <>
      {identity.isFlagged ? (
        <Button icon={<FlagOff aria-hidden />} pending={unflag.isPending} onClick={() => unflag.mutate()}>
          Remove flag
        </Button>
      ) : (
        <Button icon={<Flag aria-hidden />} onClick={() => setFlagging(true)}>
          Flag…
        </Button>
      )}
      {isFlagging ? <FlagDialog identity={identity} onClose={() => setFlagging(false)} /> : null}
    </>
  );
}

/** Export, flag, merge and redact, if the viewer's role permits them. */
export function IdentityActions({ identity, may }: IdentityActionsProps) {
  const environment = useEnvironment();
  const [isRedacting, setRedacting] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const isOpen = !identity.redactedAt && !identity.mergedInto;
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
    <div className="flex flex-wrap items-center gap-2">
      {may.export ? (
        <Button
          icon={<Download aria-hidden />}
          pending={download.isPending}
          onClick={() => download.mutate()}
        >
          Internal export
        </Button>
      ) : null}
      {may.flag && isOpen ? <FlagButton identity={identity} /> : null}
      {may.merge && isOpen ? (
        <Button icon={<Merge aria-hidden />} onClick={() => setMerging(true)}>
          Merge…
        </Button>
      ) : null}
      {may.redact && isOpen ? (
        <Button variant="danger-outline" icon={<Eraser aria-hidden />} onClick={() => setRedacting(true)}>
          Redact…
        </Button>
      ) : null}
      {isMerging ? <MergeDialog identity={identity} onClose={() => setMerging(false)} /> : null}
      {isRedacting ? <RedactIdentityDialog identity={identity} onClose={() => setRedacting(false)} /> : null}
    </div>
  );
}
