"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Webhook } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import type { EndpointDto } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";
import { type Asked, EndpointsTable } from "./endpoints-table";

const CreateDialog = dynamic(() => import("./create-dialog").catch(missingDialog), { ssr: false });
const dialogs = {
  test: dynamic(() => import("./test-dialog").catch(missingDialog), { ssr: false }),
  edit: dynamic(() => import("./edit-dialog").catch(missingDialog), { ssr: false }),
  rotate: dynamic(() => import("./rotate-dialog").catch(missingDialog), { ssr: false }),
  delete: dynamic(() => import("./delete-dialog").catch(missingDialog), { ssr: false }),
};

/** Lists the webhook endpoints of the page's environment. */
export function EndpointsCard() {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(webhookQueries.endpoints(environment));
  const [isCreating, setCreating] = useState(false);
  const [asked, setAsked] = useState<{ what: Asked; endpoint: EndpointDto } | null>(null);
  const Dialog = asked ? dialogs[asked.what] : null;
  const flip = useSecretAction(
    webhookQueries.all,
    (_, { id, enabled }: EndpointDto) => webhookActions.update(environment, id, { enabled: !enabled }),
    (after) => toast({ tone: "success", title: `${nameOf(after)} is ${after.enabled ? "on" : "off"}` }),
  );
  const button = (
    <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      Create endpoint
    </Button>
  );
  return (
    <Card title="Webhook endpoints" flush aside={button}>
      {error && !data ? (
        <ErrorState title="Endpoints could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
      ) : null}
      {data?.data.length === 0 ? (
        <EmptyState
          icon={<Webhook />}
          title={`No webhook endpoint in ${environment}`}
          detail="An endpoint receives events, such as session.approved, as soon as they happen."
        />
      ) : null}
      {data && data.data.length > 0 ? (
        <EndpointsTable
          endpoints={data.data}
          onAsk={(what, endpoint) => setAsked({ what, endpoint })}
          onSwitch={(endpoint) =>
            flip.mutate(endpoint, {
              onError: (thrown) => toastProblem("The endpoint was not changed", thrown),
            })
          }
        />
      ) : null}
      {data || error ? null : <Skeleton className="m-3 h-32" />}
      {isCreating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
      {asked && Dialog ? <Dialog endpoint={asked.endpoint} onClose={() => setAsked(null)} /> : null}
    </Card>
  );
}
