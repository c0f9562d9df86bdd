"use client";

import { useQuery } from "@tanstack/react-query";
import { ImageOff, Lock } from "lucide-react";
import type { TabProps } from "@/components/sessions/session-tabs";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { documentQueries } from "@/lib/documents/client";
import type { SessionDto } from "@/lib/sessions/schema";
import { areHidden, HiddenImages } from "./hidden-images";
import { useDocumentParam } from "./use-document-param";
import { useShowImages } from "./use-show-images";
import { DocumentViewer } from "./viewer";

const gone: Record<SessionDto["retentionStatus"], { title: string; detail: string }> = {
  active: {
    title: "No documents yet",
    detail: "Documents appear here when the applicant has captured them.",
  },
  sensitive_redacted: {
    title: "Images are hidden",
    detail: "The display period for sensitive data has ended.",
  },
  redacted: { title: "Images erased", detail: "The images were erased when this session was redacted." },
};

export default function DocumentsTab({ sessionId, session, may }: TabProps) {
  const environment = useEnvironment();
  const list = useQuery({ ...documentQueries.list(environment, sessionId), enabled: may.documents });
  const show = useShowImages(sessionId);
  const choice = useDocumentParam();
  if (!may.documents)
    return (
      <EmptyState
        icon={<Lock />}
        title="Your role cannot view images"
        detail="The other tabs show the outcome, checks and risk. Ask an administrator if you need access to images."
      />
    );
  if (list.error)
    return (
      <ErrorState
        title="The documents could not be loaded"
        {...problemOf(list.error)}
        onRetry={() => list.refetch()}
        retrying={list.isFetching}
      />
    );
  if (!list.data) return <Skeleton className="m-4 h-120" />;
  if (list.data.data.length === 0)
    return <EmptyState icon={<ImageOff />} {...gone[session.retentionStatus]} />;
  if (areHidden(list.data.data)) return <HiddenImages documents={list.data.data} show={show} />;
  return (
    <div className="flex min-h-120 flex-1 flex-col">
      <DocumentViewer documents={list.data.data} reload={() => show.mutateAsync()} {...choice} />
    </div>
  );
}
