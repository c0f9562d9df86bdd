import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import type { NewApiKeyDto } from "@/lib/api-keys/schema";

type SecretDialogProps = { made: NewApiKeyDto; onClose: () => void };

/** Shows the secret, which cannot be shown again. Only its button closes it, so that Escape does not lose the secret. */
export function SecretDialog({ made, onClose }: SecretDialogProps) {
  const [isWarned, setWarned] = useState(false);
  return (
    <Dialog
      open
      onClose={() => setWarned(true)}
      size="lg"
      title="Store this secret now"
      description={`This is the only time that the secret of ${made.label ?? "the new key"} is shown. Countersign does not store it.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <CopyField label="Secret" value={made.secret} />
      <p className="mt-3 text-sm text-ink-muted">
        Programs send it in the header <code className="font-mono">X-API-Key</code>. If it is lost, revoke the
        key and create another.
      </p>
      {isWarned ? (
        <p role="alert" className="mt-3 text-warn">
          Copy the secret first, then press “I have stored it”.
        </p>
      ) : null}
    </Dialog>
  );
}
