"use client";

import { useQuery } from "@tanstack/react-query";
import { ImageOff, Lock } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { TabProps } from "@/components/sessions/session-tab-body";
import { problemOf } from "@/components/shell/problem";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Skeleton } from "@/components/ui/skeleton";
import { documentQueries } from "@/lib/documents/client";
import type { DocumentDto } from "@/lib/documents/schema";
import { sentence } from "@/lib/format/words";
import type { SessionDto } from "@/lib/sessions/schema";
import { Thumbnails } from "./thumbnails";
import { Viewer } from "./viewer";

/** Which document is open is in the address. */
function useChosen(documents: readonly DocumentDto[]) {
  const params = useSearchParams();
  const wanted = params.get("doc");
  const chosen = documents.find(({ docType }) => docType === wanted) ?? documents[0];
  const choose = (docType: string) => {
    const next = new URLSearchParams(params);
    next.set("doc", docType);
    window.history.replaceState(null, "", `${location.pathname}?${next}`);
  };
  useHotkeys(
    "Documents",
    documents.slice(0, 9).map(({ docType }, position) => ({
      keys: String(position + 1),
      label: sentence(docType),
      run: () => choose(docType),
    })),
  );
  return { chosen, choose };
}

const gone: Record<SessionDto["retentionStatus"], { title: string; detail: string }> = {
  active: {
    title: "No documents yet",
    detail: "They appear here when the person has captured them.",
  },
  sensitive_redacted: {
    title: "The images have expired",
    detail: "The window for sensitive data has closed; they are no longer shown.",
  },
  redacted: { title: "The images are gone", detail: "They were destroyed when this session was redacted." },
};

function Gallery({ documents, reload }: { documents: readonly DocumentDto[]; reload: () => void }) {
  const { chosen, choose } = useChosen(documents);
  if (!chosen) return null;
  return (
    <div className="flex min-h-120 flex-1 flex-col">
      <Viewer key={chosen.docType} document={chosen} reload={reload} />
      <Thumbnails documents={documents} chosen={chosen.docType} onChoose={choose} />
    </div>
  );
}

export default function DocumentsTab({ environment, sessionId, session, may }: TabProps) {
  const list = useQuery({ ...documentQueries.list(environment, sessionId), enabled: may.documents });
  if (!may.documents)
    return (
      <EmptyState
        icon={<Lock />}
        title="Your role does not see images"
        detail="Outcome, checks and risk are on the other tabs. Ask an administrator if your work needs the images."
      />
    );
  if (list.error)
    return (
      <ErrorState
        title="The documents could not be opened"
        {...problemOf(list.error)}
        onRetry={() => list.refetch()}
        retrying={list.isFetching}
      />
    );
  if (!list.data) return <Skeleton className="m-4 h-120" />;
  if (list.data.data.length === 0)
    return <EmptyState icon={<ImageOff />} {...gone[session.retentionStatus]} />;
  return <Gallery documents={list.data.data} reload={() => list.refetch()} />;
}
