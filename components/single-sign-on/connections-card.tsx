"use client";

import { useQuery } from "@tanstack/react-query";
import { Fingerprint, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Skeleton } from "@/components/ui/skeleton";
import { ssoQueries } from "@/lib/single-sign-on/client";
import { type Asked, ConnectionsTable } from "./connections-table";

const creators = {
  oidc: dynamic(() => import("./create-dialog").catch(missingDialog), { ssr: false }),
  saml: dynamic(() => import("./saml-create-dialog").catch(missingDialog), { ssr: false }),
};
const dialogs = {
  "set-up": dynamic(() => import("./set-up-dialog").catch(missingDialog), { ssr: false }),
  test: dynamic(() => import("./test-dialog").catch(missingDialog), { ssr: false }),
  edit: dynamic(() => import("./edit-dialog").catch(missingDialog), { ssr: false }),
  secret: dynamic(() => import("./client-secret-dialog").catch(missingDialog), { ssr: false }),
  metadata: dynamic(() => import("./metadata-dialog").catch(missingDialog), { ssr: false }),
  scim: dynamic(() => import("./scim-dialog").catch(missingDialog), { ssr: false }),
  switch: dynamic(() => import("./switch-dialog").catch(missingDialog), { ssr: false }),
  delete: dynamic(() => import("./delete-dialog").catch(missingDialog), { ssr: false }),
};

type ConnectionsCardProps = {
  /** The connection whose test sign-in has ended in this tab. */
  tested: string | null;
};

/** Lists the identity providers at which members sign in. */
export function ConnectionsCard({ tested }: ConnectionsCardProps) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(ssoQueries.overview(environment));
  const [creating, setCreating] = useState<keyof typeof creators | null>(null);
  const [asked, setAsked] = useState<{ what: Asked | "switch"; id: string } | null>(
    tested ? { what: "test", id: tested } : null,
  );
  const connection = data?.connections.find(({ id }) => id === asked?.id);
  const CreateDialog = creating ? creators[creating] : null;
  const Dialog = asked ? dialogs[asked.what] : null;
  const button = (
    <span className="flex gap-2">
      <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setCreating("oidc")}>
        Create OIDC connection
      </Button>
      <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setCreating("saml")}>
        Create SAML connection
      </Button>
    </span>
  );
  return (
    <Card title="Identity providers" flush aside={button}>
      {error && !data ? (
        <ErrorState title="Connections could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.connections.length === 0 ? (
        <EmptyState
          icon={<Fingerprint />}
          title="No identity provider"
          detail="With a connection, members sign in with their account at work, in place of a password of their own."
        />
      ) : null}
      {data && data.connections.length > 0 ? (
        <ConnectionsTable
          connections={data.connections}
          onAsk={(what, { id }) => setAsked({ what, id })}
          onSwitch={({ id }) => setAsked({ what: "switch", id })}
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
      {CreateDialog ? <CreateDialog onClose={() => setCreating(null)} /> : null}
      {connection && Dialog ? <Dialog connection={connection} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
