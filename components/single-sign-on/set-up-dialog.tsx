"use client";

import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import type { ConnectionDto } from "@/lib/single-sign-on/schema";

type SetUpDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Shows what the provider must know of a connection, and the link with which members sign in. */
export default function SetUpDialog({ connection, onClose }: SetUpDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`Set up ${connection.name}`}
      description="Enter these addresses at the identity provider, test the connection, then switch it on."
      footer={
        <Button variant="primary" onClick={onClose} data-autofocus="">
          Done
        </Button>
      }
    >
      <div className="grid gap-3">
        <CopyField
          label={connection.samlId ? "Assertion consumer service (ACS) URL" : "Redirect URI"}
          value={connection.redirectUri}
        />
        {connection.samlId ? <CopyField label="Entity ID and metadata" value={connection.samlId} /> : null}
        {connection.logoutUri ? <CopyField label="Single logout URL" value={connection.logoutUri} /> : null}
        <CopyField label="Link to sign in" value={connection.signInUrl} />
        {connection.endsSessions && !connection.samlId ? (
          <CopyField label="Address after signing out" value={connection.signInUrl.replace(/\?.*$/, "")} />
        ) : null}
      </div>
    </Dialog>
  );
}
