"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import { WhatGoes } from "@/components/privacy/what-goes";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { ConfirmByTyping } from "@/components/ui/confirm-by-typing";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { redactionActions, redactionQueries, type TargetInput } from "@/lib/redactions/client";
import type { RedactionForecast } from "@/lib/redactions/schema";
import { RedactionItems } from "./redaction-items";
import { RedactionProgress } from "./redaction-progress";
import { useRedaction } from "./use-redaction";

type RedactionDialogProps = {
  target: TargetInput;
  /** How many it is about, as far as the page knows. */
  expected: number;
  onClose: () => void;
  /** It has begun; the selection is no longer needed. */
  onDone: () => void;
};

const goes = [
  "Extracted data and every document image",
  "Metadata, consent address, device and pre-filled data",
  "Contents of review notes, details of signals, checks and screening hits",
  "Search by document number",
];
const stays = [
  "IDs, external references, countries and tags",
  "Status, outcome, reason codes and scores",
  "Times, attempts and names of deciders",
  "The audit log, including this redaction",
];

function Forecast({ forecast }: { forecast: RedactionForecast }) {
  const { held, undecided, kept, alreadyRedacted, documents } = forecast;
  const lines = [
    `${counted(documents, "document image")} will be erased.`,
    ...(held > 0 ? [`${counted(held, "session")} kept: on legal hold.`] : []),
    ...(undecided > 0
      ? [`${counted(undecided, "session")} kept: the review case is open. Decide the case first.`]
      : []),
    ...(kept > 0 ? [`${counted(kept, "more session")} kept: a law requires retention.`] : []),
    ...(alreadyRedacted > 0 ? [`${counted(alreadyRedacted, "session")} already redacted.`] : []),
  ];
  return (
    <ul className="list-disc pl-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** Redacts many sessions: what it would do, the confirmation, how far it is, and what became of each. */
export default function RedactionDialog(props: RedactionDialogProps) {
  const environment = useEnvironment();
  const { onClose, onDone } = props;
  const [target] = useState(props.target);
  const [id, setId] = useState("");
  const client = useQueryClient();
  const forecast = useQuery({ ...redactionQueries.forecast(environment, target), enabled: id === "" });
  const total = forecast.data?.total ?? props.expected;
  const request = useMutation({
    mutationFn: () => redactionActions.request(environment, { ...target, confirm: `redact ${total}` }),
    onSuccess: (answer) => {
      client.setQueryData(redactionQueries.one(environment, answer.id).queryKey, answer);
      setId(answer.id);
    },
    onError: () => forecast.refetch(),
  });
  const { query, action } = useRedaction(id);
  const redaction = query.data;
  const isOver = redaction && redaction.status !== "running" && redaction.status !== "paused";
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ queryKey: [environment, "sessions"] });
  }, [isOver, client, environment]);
  const amount = counted(total, "session");
  const close = () => {
    if (request.isPending) return;
    if (redaction) onDone();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={redaction ? `${isOver ? "Redaction result:" : "Redacting"} ${amount}` : `Redact ${amount}?`}
      danger
      size="md"
      footer={
        redaction ? (
          <>
            <Link
              className="mr-auto text-link"
              href={`/${environment}/redactions/${encodeURIComponent(redaction.id)}`}
            >
              Open report
            </Link>
            <Button onClick={close}>{isOver ? "Done" : "Continue in background"}</Button>
          </>
        ) : undefined
      }
    >
      {redaction ? (
        <div className="flex flex-col gap-3">
          <RedactionProgress redaction={redaction} action={action} mayAct />
          {isOver ? <RedactionItems redaction={redaction} /> : null}
        </div>
      ) : forecast.error ? (
        <ErrorState
          title="The preview could not be loaded"
          {...problemOf(forecast.error)}
          onRetry={() => forecast.refetch()}
          retrying={forecast.isFetching}
        />
      ) : (
        <ConfirmByTyping
          text={`redact ${total}`}
          actionLabel={`Redact ${amount}`}
          onConfirm={() => request.mutate()}
          onCancel={close}
          pending={request.isPending}
          error={request.error ? problemOf(request.error).detail : undefined}
        >
          <p>The personal data of these sessions will be erased. This cannot be undone.</p>
          <WhatGoes goes={goes} stays={stays} />
          {forecast.data ? <Forecast forecast={forecast.data} /> : <Skeleton className="h-10 w-full" />}
        </ConfirmByTyping>
      )}
    </Dialog>
  );
}
