"use client";

import { useQuery } from "@tanstack/react-query";
import HitDialog, { type Reason } from "@/components/cases/hit-dialog";
import { Contrasts, type FoundHit } from "@/components/cases/hit-item";
import { useEnvironment } from "@/components/shell/environment";
import { Waiting } from "@/components/shell/loaded";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { caseQueries } from "@/lib/cases/client";
import type { HitRowDto } from "@/lib/screening/schema";

export type Asked = { row: HitRowDto; resolution: "dismiss" | "confirm" };

type WorklistDialogProps = {
  asked: Asked;
  onClose: () => void;
  onResolve: (asked: Asked, reason: Reason) => void;
};

/**
 * Asks why a hit is a match or not, as on the desk. It shows the values of the claimed case unmasked; reading them is
 * recorded like opening the desk.
 */
export default function WorklistDialog({ asked, onClose, onResolve }: WorklistDialogProps) {
  const { row, resolution } = asked;
  const environment = useEnvironment();
  const desk = useQuery({ ...caseQueries.desk(environment, row.caseId ?? ""), enabled: row.caseId !== null });
  if (row.caseId && !desk.data)
    return (
      <Dialog open onClose={onClose} title="Loading the case" size="md">
        <Waiting
          query={desk}
          failed="The case could not be loaded"
          skeleton={<SkeletonRows rows={6} label="Loading the case" />}
        />
      </Dialog>
    );
  const check = desk.data?.screening.find(({ id }) => id === row.checkId);
  const hit = check?.hits.find(({ id }) => id === row.hit.id) ?? row.hit;
  const found: FoundHit = { checkId: row.checkId, hit };
  const fields = desk.data?.fields ?? [];
  return (
    <HitDialog
      judgement={{ resolution, hits: [found] }}
      fields={fields}
      evidence={fields.length > 0 ? <Contrasts hit={hit} fields={fields} /> : null}
      onClose={onClose}
      onResolve={(_, reason) => onResolve(asked, reason)}
    />
  );
}
