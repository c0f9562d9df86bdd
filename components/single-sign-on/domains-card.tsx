"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Clock, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { IconButton } from "@/components/ui/icon-button";
import { LookPill } from "@/components/ui/look-pill";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import type { ConnectionDto, DomainDto } from "@/lib/single-sign-on/schema";

const AddDomainDialog = dynamic(() => import("./add-domain-dialog").catch(missingDialog), { ssr: false });
const RemoveDomainDialog = dynamic(() => import("./remove-domain-dialog").catch(missingDialog), {
  ssr: false,
});

const looks = {
  verified: { tone: "good", Icon: Check },
  waiting: { tone: "warn", Icon: Clock },
} as const;

type LineProps = { row: DomainDto; connections: readonly ConnectionDto[]; onRemove: () => void };

function DomainLine({ row, connections, onRemove }: LineProps) {
  const check = useSecretAction(
    ssoQueries.all,
    (environment) => ssoActions.checkDomain(environment, row.id),
    () => toast({ tone: "success", title: `${row.domain} is verified` }),
  );
  const move = useSecretAction(ssoQueries.all, (environment, connectionId: string | null) =>
    ssoActions.moveDomain(environment, row.id, { connectionId }),
  );
  const options = [
    ...connections.map(({ id, name }) => ({ value: id, label: name })),
    { value: "", label: "None" },
  ];
  return (
    <li className="grid gap-2 border-b p-3 last:border-b-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-mono wrap-anywhere">{row.domain}</span>
        <LookPill look={row.verifiedAt ? looks.verified : looks.waiting}>
          {row.verifiedAt ? "verified" : "not verified"}
        </LookPill>
        <span className="flex-1" />
        <Select
          label={`Connection of ${row.domain}`}
          hideLabel
          value={row.connectionId ?? ""}
          options={options}
          onChange={(event) =>
            move.mutate(event.target.value || null, {
              onError: (thrown) => toastProblem("The domain was not changed", thrown),
            })
          }
        />
        <IconButton label={`Remove ${row.domain}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {row.verifiedAt ? null : (
        <div className="grid gap-2">
          <p className="text-ink-muted">Publish this TXT record in the domain name system:</p>
          <CopyField label="Record name" value={row.recordName} />
          <CopyField label="Record value" value={row.recordValue} />
          <div>
            <Button
              size="sm"
              pending={check.isPending}
              onClick={() =>
                check.mutate(undefined, {
                  onError: (thrown) => toastProblem(`${row.domain} is not verified`, thrown),
                })
              }
            >
              Check now
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

/** Lists the domains whose e-mail addresses belong to the organization. */
export function DomainsCard() {
  const environment = useEnvironment();
  const { data } = useQuery(ssoQueries.overview(environment));
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<DomainDto | null>(null);
  if (!data) return null;
  const { domains, connections } = data;
  const button = (
    <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      Add domain
    </Button>
  );
  return (
    <Card title="Domains" flush aside={button}>
      {domains.length === 0 ? (
        <p className="p-3 text-ink-muted">
          Add the domains of your e-mail addresses. Without a verified domain, nobody is recognized at the
          first sign-in.
        </p>
      ) : (
        <ul>
          {domains.map((row) => (
            <DomainLine key={row.id} row={row} connections={connections} onRemove={() => setRemoving(row)} />
          ))}
        </ul>
      )}
      {isAdding ? <AddDomainDialog connections={connections} onClose={() => setAdding(false)} /> : null}
      {removing ? <RemoveDomainDialog domain={removing} onClose={() => setRemoving(null)} /> : null}
    </Card>
  );
}
