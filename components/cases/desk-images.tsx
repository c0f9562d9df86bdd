"use client";

import { ImageOff, Lock } from "lucide-react";
import { areHidden, HiddenImages } from "@/components/documents/hidden-images";
import { useDocumentParam } from "@/components/documents/use-document-param";
import { useShowImages } from "@/components/documents/use-show-images";
import type { Guest } from "@/components/documents/use-sides";
import { DocumentViewer } from "@/components/documents/viewer";
import { problemOf } from "@/components/shell/problem";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { DeskDto } from "@/lib/cases/schema";
import type { useDeskData } from "./use-desk";

type DeskImagesProps = {
  desk: Pick<DeskDto, "isOpen"> & { session: Pick<DeskDto["session"], "id" | "retentionStatus"> };
  mayView: boolean;
  documents: ReturnType<typeof useDeskData>["documents"];
  guest: Guest | undefined;
};

const whyNone = {
  active: "The source sent no images.",
  sensitive_redacted: "The display period for sensitive data has ended, so images are hidden.",
  redacted: "The session was redacted and its images were erased.",
} as const;

/** Shows the documents of the case, or explains why there are none. */
export function DeskImages({ desk, mayView, documents, guest }: DeskImagesProps) {
  const show = useShowImages(desk.session.id);
  const choice = useDocumentParam();
  if (!mayView)
    return (
      <EmptyState
        icon={<Lock />}
        title="Your role cannot view images"
        detail="Check results and signals are in the other panes."
      />
    );
  if (documents.error)
    return (
      <ErrorState
        title="The documents could not be loaded"
        {...problemOf(documents.error)}
        onRetry={() => documents.refetch()}
        retrying={documents.isFetching}
      />
    );
  if (!documents.data) return <Skeleton className="m-4 h-120" />;
  if (documents.data.data.length === 0)
    return (
      <EmptyState icon={<ImageOff />} title="No images" detail={whyNone[desk.session.retentionStatus]} />
    );
  if (areHidden(documents.data.data)) return <HiddenImages documents={documents.data.data} show={show} />;
  return (
    <DocumentViewer
      documents={documents.data.data}
      reload={() => (desk.isOpen ? documents.refetch() : show.mutateAsync())}
      guest={guest}
      {...choice}
    />
  );
}
