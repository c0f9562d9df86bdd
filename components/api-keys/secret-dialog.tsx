import { SecretDialog } from "@/components/ui/secret-dialog";
import type { NewApiKeyDto } from "@/lib/api-keys/schema";

/** Shows the secret of a new key. */
export function KeySecretDialog({ made, onClose }: { made: NewApiKeyDto; onClose: () => void }) {
  return (
    <SecretDialog
      secret={made.secret}
      description={`This is the only time that the secret of ${made.label ?? "the new key"} is shown. Countersign does not store it.`}
      onClose={onClose}
    >
      Programs send it in the header <code className="font-mono">X-API-Key</code>. If it is lost, revoke the
      key and create another.
    </SecretDialog>
  );
}
