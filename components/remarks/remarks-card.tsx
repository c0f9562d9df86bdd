"use client";

import { useQuery } from "@tanstack/react-query";
import { NotebookText } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { shortId } from "@/components/ui/short-id";
import { SkeletonRows } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { remarkQueries } from "@/lib/remarks/client";
import type { RemarkDto, RemarksDto } from "@/lib/remarks/schema";
import { RemarkText } from "./remark-text";
import { kindNames } from "./words";

const MarkDialog = dynamic(() => import("./mark-dialog").catch(missingDialog), { ssr: false });

type RemarksCardProps = {
  requestId: string;
  /** True until the request has been reviewed. */
  mayMark: boolean;
};

/**
 * Shows the notes of the accepted sessions. They are opened on request, and marked before the answer is delivered.
 */
export function RemarksCard({ requestId, mayMark }: RemarksCardProps) {
  const environment = useEnvironment();
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState<RemarkDto | null>(null);
  const remarks = useQuery({ ...remarkQueries.all(environment, requestId), enabled: isOpen });
  if (!isOpen)
    return (
      <Card title="Notes">
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-ink-muted">
            Notes may name other people or contain internal remarks. Read the notes before the review. Reading
            them is recorded in the audit log.
          </p>
          <Button icon={<NotebookText />} onClick={() => setOpen(true)}>
            Read notes
          </Button>
        </div>
      </Card>
    );
  if (remarks.error)
    return (
      <Card title="Notes">
        <ErrorState
          title="The notes could not be loaded"
          {...problemOf(remarks.error)}
          onRetry={() => remarks.refetch()}
          retrying={remarks.isFetching}
        />
      </Card>
    );
  if (!remarks.data)
    return (
      <Card title="Notes" flush>
        <SkeletonRows rows={3} label="Loading the notes" />
      </Card>
    );
  const { data, unsaid } = remarks.data;
  return (
    <Card title="Notes" aside={counted(data.length, "note")} flush>
      {data.length === 0 ? <p className="p-3 text-ink-muted">The accepted sessions have no notes.</p> : null}
      <ul aria-label="Notes of the accepted sessions" className="divide-y">
        {data.map((remark) => (
          <li key={`${remark.sessionId}/${remark.remark}`} className="flex items-start gap-3 p-3">
            <div className="min-w-0 flex-1">
              <p className="mb-1 text-sm text-ink-muted">
                {kindNames[remark.kind]}
                {remark.author ? ` by ${remark.author}` : ""}
                {remark.createdAt ? (
                  <>
                    {", "}
                    <RelativeTime at={remark.createdAt} />
                  </>
                ) : null}
                {" · "}
                <span className="font-mono" title={remark.sessionId}>
                  {shortId(remark.sessionId, "middle")}
                </span>
              </p>
              <RemarkText remark={remark} />
            </div>
            {mayMark ? (
              <Button size="sm" onClick={() => setMarked(remark)}>
                {" "}
                Mark text…{" "}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Unsaid names={unsaid} />
      {marked ? <MarkDialog requestId={requestId} remark={marked} onClose={() => setMarked(null)} /> : null}
    </Card>
  );
}

function Unsaid({ names }: { names: RemarksDto["unsaid"] }) {
  if (names.length === 0) return null;
  return (
    <p className="border-t bg-surface-2 p-3 text-sm text-ink-muted">
      Omitted without a mark, because Settings → Requests lists these as suspicious-activity material:{" "}
      {names.map(({ sessionId, name }) => `${name} of ${shortId(sessionId, "middle")}`).join(", ")}.
    </p>
  );
}
