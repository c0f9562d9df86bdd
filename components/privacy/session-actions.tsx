"use client";

import { Eraser } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { TabProps } from "@/components/sessions/session-tabs";
import { Button } from "@/components/ui/button";
import { missingDialog } from "@/components/ui/missing-part";
import { ExportButton } from "./export-button";
import { ReportButton } from "./report-button";

const RedactDialog = dynamic(() => import("./redact-dialog").catch(missingDialog), { ssr: false });

type SessionActionsProps = Pick<TabProps, "session" | "may">;

/** The report, export and redact, if the viewer's role permits them. */
export function SessionActions({ session, may }: SessionActionsProps) {
  const [isOpen, setOpen] = useState(false);
  const isRedacted = session.retentionStatus === "redacted";
  if (!may.report && !may.export && !may.redact) return null;
  return (
    <div className="flex items-center gap-2">
      {may.report ? <ReportButton sessionId={session.id} /> : null}
      {may.export ? <ExportButton sessionId={session.id} /> : null}
      {may.redact && !isRedacted ? (
        <Button variant="danger-outline" icon={<Eraser aria-hidden />} onClick={() => setOpen(true)}>
          Redact…
        </Button>
      ) : null}
      {isOpen ? <RedactDialog sessionId={session.id} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
