"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { useDraft } from "@/components/ui/drafts";
import { Kbd } from "@/components/ui/kbd";
import { latinKey } from "@/components/ui/latin-key";
import { TextArea } from "@/components/ui/text-field";
import { type DeskDto, type RejectionReasonCode, rejectionReasonCodes } from "@/lib/cases/schema";
import { sentence } from "@/lib/format/words";

type Proposed = NonNullable<DeskDto["proposedRejection"]>;
export type Rejection = {
  rejectionReasonCode: RejectionReasonCode;
  rejectionReason?: string;
  addToBlocklist: Proposed["addToBlocklist"];
};

type RejectDialogProps = {
  caseId: string;
  /** What somebody before would reject it for: where this one starts. */
  proposed?: Proposed | null;
  open: boolean;
  onClose: () => void;
  onReject: (rejection: Rejection) => void;
};

/** Fourteen reasons, one key each: digits, then letters that decide nothing on the desk. */
const keys = "1234567890qwsx";

/** A reason by one key, words when they help, Enter to send. */
export default function RejectDialog({ caseId, proposed, open, onClose, onReject }: RejectDialogProps) {
  const [code, setCode] = useState(proposed?.reasonCode ?? null);
  const [reason, setReason] = useDraft(`${caseId}/reject`, proposed?.reason ?? "");
  const wanted = proposed?.addToBlocklist || [];
  const [blocked, setBlocked] = useState(wanted === true || wanted.length > 0);
  const [isMissing, setMissing] = useState(false);
  const list = useRef<HTMLFieldSetElement>(null);
  const send = () => {
    if (!code) {
      setMissing(true);
      list.current?.querySelector("input")?.focus();
      return;
    }
    onReject({
      rejectionReasonCode: code,
      rejectionReason: reason.trim() || undefined,
      addToBlocklist: blocked && (wanted === true || wanted.length === 0 ? true : wanted),
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isText = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && (!isText || event.ctrlKey || event.metaKey)) {
      if (event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      send();
      return;
    }
    const picked = rejectionReasonCodes[keys.indexOf(latinKey(event))];
    if (isText || event.ctrlKey || event.metaKey || event.key.length !== 1 || !picked) return;
    event.preventDefault();
    setCode(picked);
    setMissing(false);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Reject this case"
      description={
        <>
          The reason code is returned to your system with the result.
          {proposed ? ` The recommendation of ${proposed.by} is filled in.` : null}
        </>
      }
      size="md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" shortcut="Enter" onClick={send}>
            {" "}
            Reject case{" "}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the controls inside, heard once */}
      <div onKeyDown={onKeyDown} className="flex flex-col gap-3">
        <fieldset
          ref={list}
          aria-invalid={isMissing}
          aria-describedby={isMissing ? "reject-missing" : undefined}
        >
          <legend className="mb-1 text-sm font-semibold text-ink-muted">Reason</legend>
          <div className="grid gap-x-4 sm:grid-cols-2">
            {rejectionReasonCodes.map((each, at) => (
              <label key={each} className="flex min-h-7 items-center gap-2">
                <input
                  type="radio"
                  name="reason"
                  value={each}
                  checked={code === each}
                  data-autofocus={each === (code ?? rejectionReasonCodes[0]) ? "" : undefined}
                  onChange={() => setCode(each)}
                />
                <span className="flex-1">{sentence(each)}</span>
                <Kbd>{(keys[at] ?? "").toUpperCase()}</Kbd>
              </label>
            ))}
          </div>
          {isMissing ? (
            <p id="reject-missing" role="alert" className="mt-1 text-sm text-bad">
              Choose a reason.
            </p>
          ) : null}
        </fieldset>
        <TextArea
          label="Comment (optional)"
          rows={2}
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Checkbox
          label="Add document, device, e-mail, phone and face to the blocklist"
          hint="Future sessions with any of these values are flagged or rejected, as set in Settings → Blocklist."
          checked={blocked}
          onChange={(event) => setBlocked(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}
