"use client";

import { type KeyboardEvent, useState } from "react";
import { contrastsOf, suggestedDismissal } from "@/components/screening/compare-hit";
import { confirmations, dismissals } from "@/components/screening/reasons";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { latinKey } from "@/components/ui/latin-key";
import { TextField } from "@/components/ui/text-field";
import type { FieldRowDto } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";
import { type FoundHit, hitName } from "./hit-item";

export type Judgement = { resolution: "dismiss" | "confirm"; hits: readonly FoundHit[] };
export type Reason = { reasonCode: string; reason?: string };

type HitDialogProps = {
  judgement: Judgement;
  fields: readonly FieldRowDto[];
  onClose: () => void;
  onResolve: (judgement: Judgement, reason: Reason) => void;
};

/** Why a hit is, or is not, this person. One key chooses and sends a dismissal; a match wants Enter as well. */
export default function HitDialog({ judgement, fields, onClose, onResolve }: HitDialogProps) {
  const { resolution, hits } = judgement;
  const [first] = hits;
  const isDismissal = resolution === "dismiss";
  const choices = isDismissal ? dismissals : confirmations;
  const [code, setCode] = useState<string>(
    isDismissal && first ? suggestedDismissal(contrastsOf(first.hit, fields)) : "",
  );
  const [words, setWords] = useState("");
  const send = (reasonCode: string) => {
    if (reasonCode) onResolve(judgement, { reasonCode, reason: words.trim() || undefined });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isText = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      return send(code);
    }
    const picked = choices[Number(latinKey(event)) - 1];
    if (isText || event.ctrlKey || event.metaKey || event.altKey || !picked) return;
    event.preventDefault();
    setCode(picked.code);
    if (isDismissal) send(picked.code);
  };
  const what = hits.length === 1 && first ? hitName(first.hit) : counted(hits.length, "hit");
  return (
    <Dialog
      open
      onClose={onClose}
      danger={!isDismissal}
      size="md"
      title={isDismissal ? `Not a match: ${what}` : `Confirm match: ${what}`}
      description={
        isDismissal
          ? "The reason is saved with the hit. You can reopen the hit until the case is decided."
          : "The match is saved with your name. It does not reject the case: you still decide the case yourself."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={isDismissal ? "primary" : "danger"}
            shortcut="Enter"
            disabled={!code}
            onClick={() => send(code)}
          >
            {isDismissal ? "Not a match" : "Confirm match"}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the controls inside, heard once */}
      <div onKeyDown={onKeyDown} className="flex flex-col gap-3">
        <fieldset>
          <legend className="mb-1 text-sm font-semibold text-ink-muted">Reason</legend>
          {choices.map(({ code: each, label }, at) => (
            <label key={each} className="flex min-h-7 items-center gap-2">
              <input
                type="radio"
                name="hit-reason"
                value={each}
                checked={code === each}
                data-autofocus={each === (code || choices[0]?.code) ? "" : undefined}
                onChange={() => setCode(each)}
              />
              <span className="flex-1">{label}</span>
              <Kbd>{String(at + 1)}</Kbd>
            </label>
          ))}
        </fieldset>
        <TextField
          label="Comment (optional)"
          value={words}
          maxLength={2000}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
