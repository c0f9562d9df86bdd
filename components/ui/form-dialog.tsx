import type { ComponentProps, KeyboardEvent, ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormAlert } from "./form-alert";
import { sendKeys } from "./send-keys";

/** A form as the dialog around it knows it. */
export type DialogForm = { submit: () => void; isBusy: boolean; problem?: string };

type FormDialogProps = Pick<ComponentProps<typeof Dialog>, "title" | "description" | "size" | "danger"> & {
  form: DialogForm;
  onClose: () => void;
  /** What the button that sends says. */
  submit: string;
  /** A key that sends, shown on the button. */
  shortcut?: string;
  /** The look of the button that sends; a dialog of danger has one of danger. */
  variant?: "primary" | "danger";
  disabled?: boolean;
  /** Keys of this form, heard before those that send. */
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  children?: ReactNode;
};

/**
 * A dialog that is one form: Cancel, and one button that sends it. Enter sends, Ctrl or ⌘ with Enter also from a text of
 * several lines; Escape leaves, but not while it is being sent.
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
