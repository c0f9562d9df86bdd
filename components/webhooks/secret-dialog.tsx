import { SecretDialog } from "@/components/ui/secret-dialog";
import type { NewEndpointDto } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";

/** Shows the secret of an endpoint after it was created or its secret rotated. */
export function EndpointSecretDialog({ made, onClose }: { made: NewEndpointDto; onClose: () => void }) {
  return (
    <SecretDialog
      secret={made.secret}
      description={`This is the only time that the secret of ${nameOf(made)} is shown.`}
      onClose={onClose}
    >
      The receiver verifies the header <code className="font-mono">X-Verifa-Signature</code> or{" "}
      <code className="font-mono">webhook-signature</code> with it. If it is lost, rotate it.
    </SecretDialog>
  );
}
