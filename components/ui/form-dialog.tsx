import type { ComponentProps, KeyboardEvent, ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormAlert } from "./form-alert";
import { sendKeys } from "./send-keys";

/** The parts of a form that its dialog uses. */
export type DialogForm = { submit: () => void; isBusy: boolean; problem?: string };

type FormDialogProps = Pick<ComponentProps<typeof Dialog>, "title" | "description" | "size" | "danger"> & {
  form: DialogForm;
  onClose: () => void;
  /** The label of the submit button. */
  submit: string;
  /** A key that submits, shown on the button. */
  shortcut?: string;
  /** The look of the submit button; a dangerous dialog has a dangerous one. */
  variant?: "primary" | "danger";
  disabled?: boolean;
  /** Handles keys of this form before those that submit. */
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  children?: ReactNode;
};

/**
 * A dialog with one form, Cancel and a submit button. Enter submits; in a text area it needs Ctrl or ⌘. Escape closes
 * the dialog, but not while it submits.
 */
export function FormDialog(props: FormDialogProps) {
  const { form, onClose, submit, shortcut, variant, disabled, onKeyDown, children, ...dialog } = props;
  const close = () => (form.isBusy ? undefined : onClose());
  const send = () => (disabled ? undefined : form.submit());
  const keys = sendKeys(send);
  return (
    <Dialog
      {...dialog}
      open
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant={variant ?? (dialog.danger ? "danger" : "primary")}
            shortcut={shortcut}
            pending={form.isBusy}
            disabled={disabled}
            onClick={send}
          >
            {submit}
          </Button>
        </>
      }
    >
      {/* What is missing is said beside its field, by key and by click alike. */}
      <form
        noValidate
        className="flex flex-col gap-3"
        onKeyDown={(event) => {
          onKeyDown?.(event);
          keys(event);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <FormAlert>{form.problem}</FormAlert>
        {children}
        <button type="submit" hidden>
          {submit}
        </button>
      </form>
    </Dialog>
  );
}
