"use client";

import type { ComponentProps, KeyboardEvent, ReactNode } from "react";
import { contrastsOf, suggestedDismissal } from "@/components/screening/compare-hit";
import { confirmations, dismissals } from "@/components/screening/reasons";
import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Kbd } from "@/components/ui/kbd";
import { latinKey } from "@/components/ui/latin-key";
import { TextField } from "@/components/ui/text-field";
import type { FieldRowDto } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";
import { confirmHitsInput, dismissHitsInput } from "@/lib/screening/schema";
import { type FoundHit, hitName } from "./hit-item";

export type Judgement = { resolution: "dismiss" | "confirm"; hits: readonly FoundHit[] };
export type Reason = { reasonCode: string; reason?: string };

type HitDialogProps = {
  judgement: Judgement;
  fields: readonly FieldRowDto[];
  /** What the hit is judged by, where it is not on the page. */
  evidence?: ReactNode;
  onClose: () => void;
  onResolve: (judgement: Judgement, reason: Reason) => void;
};

/** A person must give a reason code; an API key need not. */
const schemas = {
  dismiss: dismissHitsInput.required({ reasonCode: true }),
  confirm: confirmHitsInput.required({ reasonCode: true }),
};

/** Asks why a hit is a match or not. For no match, one key chooses and sends the reason; a match also needs Enter. */
export default function HitDialog({ judgement, fields, evidence, onClose, onResolve }: HitDialogProps) {
  const { resolution, hits } = judgement;
  const [first] = hits;
  const isDismissal = resolution === "dismiss";
  const choices = isDismissal ? dismissals : confirmations;
  const suggested = isDismissal && first ? suggestedDismissal(contrastsOf(first.hit, fields)) : "";
  const form = useActionForm({
    schema: schemas[resolution],
    values: { reasonCode: suggested as string, reason: "" },
    send: (reason) => void onResolve(judgement, reason),
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const picked = choices[Number(latinKey(event)) - 1];
    const isText = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (isText || event.ctrlKey || event.metaKey || event.altKey || !picked) return;
    event.preventDefault();
    form.setValue("reasonCode", picked.code);
    if (isDismissal) form.submit();
  };
  const what = hits.length === 1 && first ? hitName(first.hit) : counted(hits.length, "hit");
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger={!isDismissal}
      size="md"
      title={isDismissal ? `Not a match: ${what}` : `Confirm match: ${what}`}
      description={
        isDismissal
          ? "The reason is saved with the hit. You can reopen the hit until the case is decided."
          : "The match is saved with your name. It does not reject the case: you still decide the case yourself."
      }
      submit={isDismissal ? "Not a match" : "Confirm match"}
      shortcut="Enter"
      disabled={!form.watch("reasonCode")}
      onKeyDown={onKeyDown}
    >
      {evidence}
      <Choices choices={choices} radio={form.register("reasonCode")} first={suggested || choices[0]?.code} />
      <TextField label="Comment (optional)" {...form.field("reason")} />
    </FormDialog>
  );
}

type ChoicesProps = {
  choices: readonly { code: string; label: string }[];
  radio: ComponentProps<"input">;
  /** The reason that gets the focus first. */
  first: string | undefined;
};

function Choices({ choices, radio, first }: ChoicesProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-semibold text-ink-muted">Reason</legend>
      {choices.map(({ code, label }, at) => (
        <label key={code} className="flex min-h-7 items-center gap-2">
          <input {...radio} type="radio" value={code} data-autofocus={code === first ? "" : undefined} />
          <span className="flex-1">{label}</span>
          <Kbd>{String(at + 1)}</Kbd>
        </label>
      ))}
    </fieldset>
  );
}
