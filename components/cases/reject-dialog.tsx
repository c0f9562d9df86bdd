"use client";

import type { ComponentProps, KeyboardEvent } from "react";
import { useActionForm } from "@/components/shell/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Kbd } from "@/components/ui/kbd";
import { latinKey } from "@/components/ui/latin-key";
import { TextArea } from "@/components/ui/text-field";
import { type DeskDto, type RejectionReasonCode, rejectionReasonCodes } from "@/lib/cases/schema";
import { rejectInput } from "@/lib/decisions/schema";
import { sentence } from "@/lib/format/words";

type Proposed = NonNullable<DeskDto["proposedRejection"]>;
export type Rejection = {
  rejectionReasonCode: RejectionReasonCode;
  rejectionReason?: string;
  addToBlocklist: Proposed["addToBlocklist"];
};

type RejectDialogProps = {
  caseId: string;
  /** The rejection that the first reviewer proposed; the form starts with it. */
  proposed?: Proposed | null;
  onClose: () => void;
  onReject: (rejection: Rejection) => void;
};

/** A person must give a reason code; the API does not require one. */
const schema = rejectInput.required({ rejectionReasonCode: true });

/** One key for each of fourteen reasons: digits, then letters that decide nothing on the desk. */
const keys = "1234567890qwsx";

function useRejection({ caseId, proposed, onReject }: RejectDialogProps) {
  const wanted = proposed?.addToBlocklist || [];
  const whole = wanted === true || wanted.length === 0;
  return useActionForm({
    schema,
    values: {
      rejectionReasonCode: (proposed?.reasonCode ?? "") as string,
      rejectionReason: proposed?.reason ?? "",
      addToBlocklist: wanted === true || wanted.length > 0,
    },
    draft: `${caseId}/reject`,
    toInput: ({ addToBlocklist, rejectionReason, rejectionReasonCode }) => ({
      rejectionReasonCode,
      rejectionReason,
      addToBlocklist: addToBlocklist && (whole ? true : wanted),
    }),
    send: (rejection) => void onReject(rejection),
  });
}

/** Asks for a reason by one key, and words if needed. Enter sends. */
export default function RejectDialog(props: RejectDialogProps) {
  const { proposed, onClose } = props;
  const form = useRejection(props);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isText = event.target instanceof HTMLTextAreaElement;
    const picked = rejectionReasonCodes[keys.indexOf(latinKey(event))];
    if (isText || event.ctrlKey || event.metaKey || event.key.length !== 1 || !picked) return;
    event.preventDefault();
    form.setValue("rejectionReasonCode", picked, { shouldValidate: form.formState.isSubmitted });
  };
  const { error, ...radio } = form.field("rejectionReasonCode", "Choose a reason.");
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Reject this case"
      description={
        <>
          The reason code is returned to your system with the result.
          {proposed ? ` The recommendation of ${proposed.by} is filled in.` : null}
        </>
      }
      size="md"
      submit="Reject case"
      variant="danger"
      shortcut="Enter"
      onKeyDown={onKeyDown}
    >
      <Reasons radio={radio} first={proposed?.reasonCode ?? rejectionReasonCodes[0]} error={error} />
      <TextArea label="Comment (optional)" rows={2} {...form.field("rejectionReason")} />
      <Checkbox
        label="Add document, device, e-mail, phone and face to the blocklist"
        hint="Future sessions with any of these values are flagged or rejected, as set in Settings → Blocklist."
        {...form.register("addToBlocklist")}
      />
    </FormDialog>
  );
}

type ReasonsProps = {
  radio: ComponentProps<"input">;
  /** The reason that gets the focus first. */
  first: RejectionReasonCode;
  error: string | undefined;
};

function Reasons({ radio, first, error }: ReasonsProps) {
  return (
    <fieldset aria-invalid={error !== undefined} aria-describedby={error ? "reject-missing" : undefined}>
      <legend className="mb-1 text-sm font-semibold text-ink-muted">Reason</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {rejectionReasonCodes.map((each, at) => (
          <label key={each} className="flex min-h-7 items-center gap-2">
            <input {...radio} type="radio" value={each} data-autofocus={each === first ? "" : undefined} />
            <span className="flex-1">{sentence(each)}</span>
            <Kbd>{(keys[at] ?? "").toUpperCase()}</Kbd>
          </label>
        ))}
      </div>
      {error ? (
        <p id="reject-missing" role="alert" className="mt-1 text-sm text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
