import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { sendKeys } from "./send-keys";

type FormDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** What the button that sends says. */
  submit: string;
  onSubmit: () => void;
  pending?: boolean;
  disabled?: boolean;
  children: ReactNode;
};

/** A dialog that is one short form: Cancel, and a button that sends it. */
export function FormDialog(props: FormDialogProps) {
  const { open, onClose, title, description, submit, onSubmit, pending, disabled, children } = props;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} disabled={disabled} onClick={onSubmit}>
            {submit}
          </Button>
        </>
      }
    >
      {/* What is missing is said beside its field, by key and by click alike. */}
      <form
        noValidate
        className="flex flex-col gap-3"
        onKeyDown={sendKeys(onSubmit)}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        <button type="submit" hidden>
          {submit}
        </button>
      </form>
    </Dialog>
  );
}
