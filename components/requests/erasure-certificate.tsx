"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Download, FileText } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { SkeletonRows } from "@/components/ui/skeleton";
import { certificateActions, certificateQueries } from "@/lib/certificates/client";
import { exactUtc } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { CertificateSessions } from "./certificate-sessions";

type ErasureCertificateProps = { requestId: string; mayWork: boolean };

/** Shows the signed certificate page by page: what an erasure destroyed, what is kept and why. */
export function ErasureCertificate({ requestId, mayWork }: ErasureCertificateProps) {
  const environment = useEnvironment();
  const certificate = useQuery(certificateQueries.one(environment, requestId));
  const { data } = certificate;
  if (!data)
    return (
      <Card title="Certificate of erasure">
        <Waiting
          query={certificate}
          failed="The certificate could not be loaded"
          skeleton={<SkeletonRows rows={3} label="Loading the certificate" />}
        />
      </Card>
    );
  return (
    <Card title="Certificate of erasure" flush footer={<Downloads requestId={requestId} mayWork={mayWork} />}>
      {data.pages.map(({ page, sha256 }) => (
        <section
          key={page.number}
          aria-label={`Page ${page.number}`}
          className="border-b p-3 last:border-b-0"
        >
          <p className="text-sm text-ink-muted">
            Page {page.number}, signed {exactUtc(page.made_at)}: {summary(page.counts)}.
          </p>
          <CertificateSessions page={page} />
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-muted">
            SHA-256 of this page <CopyableId id={sha256} label="SHA-256 of the page" show="middle" />
          </p>
        </section>
      ))}
      <p className="flex flex-wrap items-center gap-x-2 border-t p-3 text-sm text-ink-muted">
        Signed with <CopyableId id={data.publicKey} label="Public key" show="middle" />
      </p>
    </Card>
  );
}

type Counts = { erased: number; records: number; images: number; kept: number; held: number };

const summary = ({ erased, records, images, kept, held }: Counts) =>
  [
    `${counted(erased, "session")} erased with ${counted(records, "record")} and ${counted(images, "image file")}`,
    `${kept} retained by law`,
    `${held} on legal hold`,
  ].join(", ");

function Downloads({ requestId, mayWork }: ErasureCertificateProps) {
  const environment = useEnvironment();
  const certificate = useMutation({
    mutationFn: () => certificateActions.saveCertificate(environment, requestId),
    onError: (error) => toastProblem("The certificate could not be downloaded", error),
  });
  const letter = useMutation({
    mutationFn: () => certificateActions.saveErasureLetter(environment, requestId),
    onError: (error) => toastProblem("The letter could not be downloaded", error),
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={<Download />}
        pending={certificate.isPending}
        onClick={() => certificate.mutate()}
      >
        Download certificate
      </Button>
      {mayWork ? (
        <Button size="sm" icon={<FileText />} pending={letter.isPending} onClick={() => letter.mutate()}>
          Download letter
        </Button>
      ) : null}
    </div>
  );
}
