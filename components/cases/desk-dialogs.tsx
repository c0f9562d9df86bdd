"use client";

import dynamic from "next/dynamic";
import { useEnvironment } from "@/components/shell/environment";
import { missingDialog } from "@/components/ui/missing-part";
import { usePreload } from "@/components/ui/use-preload";
import { caseActions } from "@/lib/cases/client";
import type { DeskDto, FieldRowDto } from "@/lib/cases/schema";
import { decisionActions } from "@/lib/decisions/client";
import type { Act } from "./use-decisions";

const common = () => import("./common-dialogs").then(({ commonDialogs }) => commonDialogs);

const RejectDialog = dynamic(
  () =>
    common()
      .then(({ reject }) => reject)
      .catch(missingDialog),
  { ssr: false },
);
const EscalateDialog = dynamic(
  () =>
    common()
      .then(({ escalate }) => escalate)
      .catch(missingDialog),
  { ssr: false },
);
const SnoozeDialog = dynamic(
  () =>
    common()
      .then(({ snooze }) => snooze)
      .catch(missingDialog),
  { ssr: false },
);
const ResubmitDialog = dynamic(
  () =>
    common()
      .then(({ resubmit }) => resubmit)
      .catch(missingDialog),
  { ssr: false },
);
const AssignDialog = dynamic(() => import("./assign-dialog").catch(missingDialog), { ssr: false });
const CorrectDialog = dynamic(() => import("./correct-dialog").catch(missingDialog), { ssr: false });
const OverrideDialog = dynamic(() => import("./override-dialog").catch(missingDialog), { ssr: false });

export type OpenDialog =
  | { kind: "reject" | "escalate" | "snooze" | "assign" | "resubmit" }
  | { kind: "correct"; field: FieldRowDto["field"] }
  | { kind: "override"; policy: string }
  | null;

type DeskDialogsProps = {
  desk: DeskDto;
  open: OpenDialog;
  onClose: () => void;
  onAct: (act: Act) => void;
};

function AskForPicture({ desk, onClose, onAct }: Omit<DeskDialogsProps, "open">) {
  const environment = useEnvironment();
  return (
    <ResubmitDialog
      caseId={desk.reviewCase.id}
      onClose={onClose}
      onAsk={(asked) =>
        onAct({
          done: "Asked for another picture",
          failed: "Not asked",
          canUndo: true,
          run: (id, version) => decisionActions.resubmit(environment, id, { ...asked, version }),
        })
      }
    />
  );
}

/** The dialogs of the desk. Rare ones are loaded when they are first opened. */
export function DeskDialogs({ desk, open, onClose, onAct }: DeskDialogsProps) {
  const environment = useEnvironment();
  usePreload(common);
  const act = (given: Act) => {
    onClose();
    onAct(given);
  };
  const send = (done: string, failed: string, run: Act["run"], canUndo = false) =>
    act({ done, failed, run, canUndo });
  switch (open?.kind) {
    case "reject":
      return (
        <RejectDialog
          caseId={desk.reviewCase.id}
          proposed={desk.proposedRejection}
          onClose={onClose}
          onReject={(rejection) =>
            send(
              desk.isDualReview ? "Recommended: reject" : "Rejected",
              "Not rejected",
              (id, version) => decisionActions.reject(environment, id, { ...rejection, version }),
              true,
            )
          }
        />
      );
    case "escalate":
      return (
        <EscalateDialog
          caseId={desk.reviewCase.id}
          onClose={onClose}
          onEscalate={(escalation) =>
            send("Escalated", "Not escalated", (id, version) =>
              caseActions.escalate(environment, id, { ...escalation, version }),
            )
          }
        />
      );
    case "snooze":
      return (
        <SnoozeDialog
          caseId={desk.reviewCase.id}
          onClose={onClose}
          onSnooze={(snooze) =>
            send("Snoozed", "Not snoozed", (id, version) =>
              caseActions.snooze(environment, id, { ...snooze, version }),
            )
          }
        />
      );
    case "resubmit":
      return <AskForPicture desk={desk} onClose={onClose} onAct={act} />;
    case "assign":
      return <AssignDialog reviewCase={desk.reviewCase} onClose={onClose} />;
    case "correct":
      return <CorrectDialog desk={desk} field={open.field} onClose={onClose} />;
    case "override":
      return <OverrideDialog desk={desk} policy={open.policy} onClose={onClose} />;
    default:
      return null;
  }
}
