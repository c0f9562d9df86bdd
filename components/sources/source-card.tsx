"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Pause, Pencil, Play, RefreshCw, Send, Shuffle, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { LookPill } from "@/components/ui/look-pill";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import type { SourceDto } from "@/lib/sources/schema";
import { notListed, sessionCount, sourceLooks } from "./source-looks";

const parts = () => import("./source-dialogs");
const dialogs = {
  change: dynamic(() => parts().then((all) => all.ChangeDialog, missingDialog), { ssr: false }),
  key: dynamic(() => parts().then((all) => all.KeyDialog, missingDialog), { ssr: false }),
  test: dynamic(() => parts().then((all) => all.TestDialog, missingDialog), { ssr: false }),
  remap: dynamic(() => import("./remap-dialog").then((all) => all.RemapDialog, missingDialog), {
    ssr: false,
  }),
  remove: dynamic(() => parts().then((all) => all.RemoveDialog, missingDialog), { ssr: false }),
};
type Asked = keyof typeof dialogs;

function Facts({ source, now }: { source: SourceDto; now: number }) {
  const { word } = sourceLooks[source.state];
  const said = source.stoppedBecause ?? source.lastError;
  return (
    <KeyValueList
      labelWidth="11rem"
      items={[
        {
          key: "state",
          label: "State",
          value: (
            <LookPill look={sourceLooks[source.state]} pulse={source.state === "listing"}>
              {word}
            </LookPill>
          ),
          note: said,
        },
        ...(source.lastErrorAt
          ? [
              {
                key: "failed",
                label: "Last failure",
                value: <RelativeTime at={source.lastErrorAt} now={now} />,
              },
            ]
          : []),
        { key: "id", label: "Id", value: <CopyableId id={source.id} /> },
        {
          key: "address",
          label: "Address",
          value: <span className="font-mono text-sm">{source.baseUrl}</span>,
        },
        {
          key: "listed",
          label: "Last look",
          value: source.listedAt ? <RelativeTime at={source.listedAt} now={now} /> : notListed(source),
        },
        { key: "waiting", label: "Waiting", value: sessionCount(source.waiting) },
        { key: "aside", label: "Set aside", value: sessionCount(source.setAside) },
        { key: "kept", label: "Changed here and there", value: sessionCount(source.keptHere) },
      ]}
    />
  );
}

type ActionsProps = { source: SourceDto; onAsk: (what: Asked) => void };

function Actions({ source, onAsk }: ActionsProps) {
  const environment = useEnvironment();
  const steer = useSecretAction(sourceQueries.all, (_, what: "pause" | "resume" | "sync") =>
    sourceActions.steer(environment, source.id, what),
  );
  const go = (what: "pause" | "resume" | "sync") =>
    steer.mutate(what, { onError: (thrown) => toastProblem(`${source.name} was not changed`, thrown) });
  const isAtRest = source.state === "paused" || source.state === "stopped";
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {isAtRest ? (
        <Button icon={<Play aria-hidden />} pending={steer.isPending} onClick={() => go("resume")}>
          Resume
        </Button>
      ) : (
        <>
          {source.lists ? (
            <Button icon={<RefreshCw aria-hidden />} pending={steer.isPending} onClick={() => go("sync")}>
              Look now
            </Button>
          ) : null}
          <Button icon={<Pause aria-hidden />} disabled={steer.isPending} onClick={() => go("pause")}>
            Pause
          </Button>
        </>
      )}
      <Button icon={<Send aria-hidden />} onClick={() => onAsk("test")}>
        Test
      </Button>
      <Button icon={<Pencil aria-hidden />} onClick={() => onAsk("change")}>
        Change
      </Button>
      <Button icon={<Shuffle aria-hidden />} onClick={() => onAsk("remap")}>
        Apply the mapping again
      </Button>
      <Button icon={<KeyRound aria-hidden />} onClick={() => onAsk("key")}>
        Replace credentials
      </Button>
      <Button variant="danger" icon={<Trash2 aria-hidden />} onClick={() => onAsk("remove")}>
        Remove
      </Button>
    </div>
  );
}

type SourceCardProps = { sourceId: string; now: number; mayManage: boolean };

/** Shows a source with everything that can be done to it. */
export function SourceCard({ sourceId, now, mayManage }: SourceCardProps) {
  const environment = useEnvironment();
  const { data: source, error, refetch } = useQuery(sourceQueries.one(environment, sourceId));
  const [asked, setAsked] = useState<Asked | null>(null);
  const Dialog = asked ? dialogs[asked] : null;
  if (!source)
    return error ? (
      <ErrorState title="The source could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
    ) : (
      <Skeleton className="h-48" />
    );
  return (
    <Card title={source.name}>
      {error ? (
        <ErrorState title="The source could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      <Facts source={source} now={now} />
      {source.noticeUrl ? (
        <div className="mt-3">
          <CopyField label="Address for the vendor's notices" value={source.noticeUrl} />
          {source.hasNoticeSecret ? null : (
            <p className="mt-1 text-sm text-ink-muted">
              Enter this address at the vendor, and the secret that the vendor gives for it here, under
              Replace credentials.
            </p>
          )}
        </div>
      ) : null}
      {source.lists ? null : (
        <p className="mt-2 text-sm text-ink-muted">
          This vendor lists no sessions. They come by its notices, or by ids that are entered below.
        </p>
      )}
      {mayManage ? <Actions source={source} onAsk={setAsked} /> : null}
      {Dialog ? <Dialog source={source} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
