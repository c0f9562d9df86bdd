"use client";

import dynamic from "next/dynamic";
import { missingDialog } from "@/components/ui/missing-part";
import type { PauseGround } from "@/lib/law/profiles";
import type { RequestDto } from "@/lib/requests/schema";

const AcknowledgeDialog = dynamic(() => import("./acknowledge-dialog").catch(missingDialog), { ssr: false });
const AuthorizeDialog = dynamic(() => import("./authorize-dialog").catch(missingDialog), { ssr: false });
const CompareDialog = dynamic(() => import("./compare-dialog").catch(missingDialog), { ssr: false });
const ConcludeDialog = dynamic(() => import("./conclude-dialog").catch(missingDialog), { ssr: false });
const DeliverDialog = dynamic(() => import("./deliver-dialog").catch(missingDialog), { ssr: false });
const EraseDialog = dynamic(() => import("./erase-dialog").catch(missingDialog), { ssr: false });
const PauseDialog = dynamic(() => import("./pause-dialog").catch(missingDialog), { ssr: false });
const LaterDialog = dynamic(() => import("./later-dialog").catch(missingDialog), { ssr: false });
const JoinDialog = dynamic(() => import("./join-dialog").catch(missingDialog), { ssr: false });
export const ReasonDialog = dynamic(() => import("./reason-dialog").catch(missingDialog), { ssr: false });
export const RecipientDialog = dynamic(() => import("./recipient-dialog").catch(missingDialog), {
  ssr: false,
});
const RefuseDialog = dynamic(() => import("./refuse-dialog").catch(missingDialog), { ssr: false });
const FeeDialog = dynamic(() => import("./fee-dialog").catch(missingDialog), { ssr: false });
const ReviewDialog = dynamic(() => import("./review-dialog").catch(missingDialog), { ssr: false });
export const LiftDialog = dynamic(() => import("./lift-dialog").catch(missingDialog), { ssr: false });
export const RectifyDialog = dynamic(() => import("./rectify-dialog").catch(missingDialog), { ssr: false });
const ResumeDialog = dynamic(() => import("./resume-dialog").catch(missingDialog), { ssr: false });
const VerifyDialog = dynamic(() => import("./verify-dialog").catch(missingDialog), { ssr: false });

export type RequestDialog =
  | "verified"
  | "reviewed"
  | "delivered"
  | "restricted"
  | "authorized"
  | "acknowledged"
  | "concluded"
  | "erased"
  | "lifted"
  | "compare"
  | "pause"
  | `resume-${PauseGround}`
  | "extend"
  | "refused"
  | "fee"
  | "withdrawn"
  | "later"
  | "join";

const asked = {
  restricted: {
    action: "restrict",
    title: "Restrict accepted sessions",
    description:
      "Restricted sessions are stored but not otherwise processed (GDPR Art. 18). Only Compliance can find them, and nobody can change them, until you lift the restriction.",
    submit: "Restrict sessions",
    said: "Sessions restricted",
  },
  extend: {
    action: "extend",
    title: "Extend deadline",
    description:
      "You can extend once, because the request is complex or the person made many requests. Tell the requester the reason before the original deadline.",
    submit: "Extend deadline",
    said: "Deadline extended",
  },
  withdrawn: {
    action: "close",
    title: "Mark as withdrawn",
    description: "How did the requester withdraw?",
    submit: "Mark as withdrawn",
    said: "Request marked as withdrawn",
  },
} as const;

const groundOf = { "resume-identity": "identity", "resume-scope": "scope", "resume-fee": "fee" } as const;

type RequestDialogsProps = {
  opened: RequestDialog | null;
  request: RequestDto;
  relationEndedOn: string;
  onClose: () => void;
};

/** The dialogs of a request; each is loaded when it is first opened. */
export function RequestDialogs({ opened, request, relationEndedOn, onClose }: RequestDialogsProps) {
  switch (opened) {
    case null:
      return null;
    case "verified":
      return <VerifyDialog requestId={request.id} onClose={onClose} />;
    case "erased":
      return <EraseDialog request={request} relationEndedOn={relationEndedOn} onClose={onClose} />;
    case "reviewed":
      return <ReviewDialog request={request} onClose={onClose} />;
    case "delivered":
      return <DeliverDialog request={request} onClose={onClose} />;
    case "authorized":
      return <AuthorizeDialog request={request} onClose={onClose} />;
    case "acknowledged":
      return <AcknowledgeDialog requestId={request.id} onClose={onClose} />;
    case "concluded":
      return <ConcludeDialog request={request} onClose={onClose} />;
    case "lifted":
      return <LiftDialog requestId={request.id} onClose={onClose} />;
    case "refused":
      return <RefuseDialog request={request} onClose={onClose} />;
    case "fee":
      return <FeeDialog request={request} onClose={onClose} />;
    case "compare":
      return <CompareDialog request={request} onClose={onClose} />;
    case "pause":
      return <PauseDialog request={request} onClose={onClose} />;
    case "resume-identity":
    case "resume-scope":
    case "resume-fee":
      return <ResumeDialog request={request} ground={groundOf[opened]} onClose={onClose} />;
    case "later":
      return <LaterDialog request={request} onClose={onClose} />;
    case "join":
      return <JoinDialog request={request} onClose={onClose} />;
    default:
      return (
        <ReasonDialog
          key={opened}
          requestId={request.id}
          {...asked[opened]}
          more={opened === "withdrawn" ? { status: opened } : undefined}
          onClose={onClose}
        />
      );
  }
}
