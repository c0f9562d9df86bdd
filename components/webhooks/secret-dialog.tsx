import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import type { NewEndpointDto } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";

type SecretDialogProps = { made: NewEndpointDto; onClose: () => void };

/** Shows the secret, which cannot be shown again. Only its button closes it, so that Escape does not lose the secret. */
export function SecretDialog({ made, onClose }: SecretDialogProps) {
  const [isWarned, setWarned] = useState(false);
  return (
    <Dialog
      open
      onClose={() => setWarned(true)}
      size="lg"
      title="Store this secret now"
      description={`This is the only time that the secret of ${nameOf(made)} is shown.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <CopyField label="Secret" value={made.secret} />
      <p className="mt-3 text-sm text-ink-muted">
        The receiver verifies the header <code className="font-mono">X-Verifa-Signature</code> or{" "}
        <code className="font-mono">webhook-signature</code> with it. If it is lost, rotate it.
      </p>
      {isWarned ? (
        <p role="alert" className="mt-3 text-warn">
          Copy the secret first, then press “I have stored it”.
        </p>
      ) : null}
    </Dialog>
  );
}
