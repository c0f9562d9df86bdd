import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { CopyField } from "./copy-field";
import { Dialog } from "./dialog";

type SecretDialogProps = {
  secret: string;
  /** That it is shown only now, and of what it is the secret. */
  description: string;
  /** What the secret is for, and what to do when it is lost. */
  children: ReactNode;
  onClose: () => void;
};

/** Shows the secret, which cannot be shown again. Only its button closes it, so that Escape does not lose the secret. */
export function SecretDialog({ secret, description, children, onClose }: SecretDialogProps) {
  const [isWarned, setWarned] = useState(false);
  return (
    <Dialog
      open
      onClose={() => setWarned(true)}
      size="lg"
      title="Store this secret now"
      description={description}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <CopyField label="Secret" value={secret} />
      <p className="mt-3 text-sm text-ink-muted">{children}</p>
      {isWarned ? (
        <p role="alert" className="mt-3 text-warn">
          Copy the secret first, then press “I have stored it”.
        </p>
      ) : null}
    </Dialog>
  );
}
