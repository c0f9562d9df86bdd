"use client";

import { useQueryClient } from "@tanstack/react-query";
import { RunScreening } from "@/components/screening/run-screening";
import { useEnvironment } from "@/components/shell/environment";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import type { DeskMay } from "./desk-may";
import { trackWrite } from "./own-writes";

/** Offers a screening check while the case is not decided. */
export function DeskRunScreening({ desk, may }: { desk: DeskDto; may: DeskMay }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { id, sessionId, decidedAt } = desk.reviewCase;
  if (decidedAt !== null) return null;
  const { queryKey } = caseQueries.desk(environment, id);
  return (
    <RunScreening
      sessionId={sessionId}
      mayRun={may.screen}
      mayLoad={may.loadLists}
      onRun={() => trackWrite(id, client.invalidateQueries({ queryKey }))}
    />
  );
}
