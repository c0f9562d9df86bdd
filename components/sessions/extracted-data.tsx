"use client";

import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ExtractedDataDto, ResultDto } from "@/lib/contract/result";
import type { PiiField } from "@/lib/contract/vocabulary";
import { type IssuerContext, isIssuedByStates } from "@/lib/format/issuer";
import { revealPii, sessionQueries } from "@/lib/sessions/client";
import type { SessionDto } from "@/lib/sessions/schema";
import { PiiList } from "./pii-list";
import { isMasked, piiRows, piiText } from "./pii-values";
import type { TabProps } from "./session-tabs";

/** The country and kind of the document, which explain the codes on it. */
const issuerOf = (session: SessionDto, result: ResultDto | null): IssuerContext => ({
  country: result?.countryUsed ?? session.country,
  isIssuedByStates: isIssuedByStates(session.documentType ?? result?.extractedData.documentType),
});

function whyEmpty(session: SessionDto, result: ResultDto | null): string | null {
  if (session.retentionStatus === "redacted")
    return "The session was redacted and its extracted data was erased.";
  if (!result) return "No result yet. Extracted data appears with the result.";
  if (result.sensitiveDataExpired) return "Hidden: the display period for sensitive data has ended.";
  if (piiRows.every((row) => piiText(result.extractedData, row, issuerOf(session, result)) === null))
    return "No data was extracted from this session.";
  return null;
}

/** Revealed values stay visible until the viewer leaves the tab. */
function useReveal({ sessionId }: TabProps) {
  const environment = useEnvironment();
  const [revealed, setRevealed] = useState<ExtractedDataDto>({});
  const reveal = useMutation({
    mutationFn: (fields: readonly PiiField[]) => revealPii(environment, sessionId, fields),
    onSuccess: (shown, fields) => {
      setRevealed((before) => ({ ...before, ...shown.extractedData }));
      announce(fields.length === 1 ? "Value revealed" : "Values revealed");
    },
    onError: (error) => toastProblem("The values could not be shown", error),
  });
  return { revealed, reveal };
}

export function ExtractedData(props: TabProps) {
  const environment = useEnvironment();
  const { sessionId, session, may } = props;
  const { data: result } = useSuspenseQuery(sessionQueries.result(environment, sessionId));
  const { revealed, reveal } = useReveal(props);
  const reason = whyEmpty(session, result);
  if (reason || !result)
    return (
      <Card title="Extracted data">
        <p className="text-ink-muted">{reason}</p>
      </Card>
    );
  const issuer = issuerOf(session, result);
  const shown = { ...result.extractedData, ...revealed };
  const hidden = piiRows
    .filter((row) => isMasked(piiText(shown, row, issuer) ?? ""))
    .map(({ field }) => field);
  const all =
    may.reveal && hidden.length > 0 ? (
      <Button
        size="sm"
        icon={<Eye aria-hidden />}
        onClick={() => reveal.mutate(hidden)}
        pending={reveal.isPending && reveal.variables.length > 1}
      >
        Reveal all
      </Button>
    ) : null;
  return (
    <Card
      title="Extracted data"
      aside={
        <>
          {may.reveal ? "every reveal is logged" : "hidden for your role"}
          {all}
        </>
      }
    >
      <PiiList
        issuer={issuer}
        data={shown}
        onReveal={may.reveal ? (field) => reveal.mutate([field]) : undefined}
        pending={reveal.isPending ? reveal.variables : []}
      />
    </Card>
  );
}
