"use client";

import { Plus, Trash2 } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { SecretDialog } from "@/components/ui/secret-dialog";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import type { ConnectionDto } from "@/lib/single-sign-on/schema";

type ScimDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Creates and revokes the tokens with which a provider manages members and groups. */
export default function ScimDialog({ connection, onClose }: ScimDialogProps) {
  const environment = useEnvironment();
  const create = useSecretAction(ssoQueries.all, (_) =>
    ssoActions.createScimToken(environment, connection.id),
  );
  const revoke = useSecretAction(
    ssoQueries.all,
    (_, tokenId: string) => ssoActions.revokeScimToken(environment, connection.id, tokenId),
    () => toast({ tone: "success", title: "The SCIM token is revoked" }),
  );
  if (create.data)
    return (
      <SecretDialog
        secret={create.data.token}
        description={`This is the only time that this token of ${connection.name} is shown.`}
        onClose={() => create.reset()}
      >
        Enter it at the identity provider as the bearer token, with the address {create.data.url}.
      </SecretDialog>
    );
  const failed = create.error ?? revoke.error;
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`SCIM of ${connection.name}`}
      description="With a token, the provider creates, changes and deactivates members, and gives roles by its groups. A deactivated member leaves at once."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="grid gap-3">
        <FormAlert>{failed ? problemOf(failed).detail : undefined}</FormAlert>
        <CopyField label="SCIM address" value={connection.redirectUri.replace(/sso\/.*$/, "scim/v2")} />
        {connection.scimTokens.length === 0 ? <p>There is no token.</p> : null}
        <ul className="grid gap-1">
          {connection.scimTokens.map(({ id, prefix, createdAt, lastUsedAt }) => (
            <li key={id} className="flex items-center gap-2">
              <code className="font-mono">{prefix}…</code>
              <span className="flex-1 text-ink-muted">
                created <RelativeTime at={createdAt} />,{" "}
                {lastUsedAt ? (
                  <>
                    last used <RelativeTime at={lastUsedAt} />
                  </>
                ) : (
                  "not used yet"
                )}
              </span>
              <IconButton size="sm" label={`Revoke token ${prefix}`} onClick={() => revoke.mutate(id)}>
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <div>
          <Button
            icon={<Plus aria-hidden />}
            pending={create.isPending}
            onClick={() => create.mutate(undefined)}
            data-autofocus=""
          >
            Create token
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
