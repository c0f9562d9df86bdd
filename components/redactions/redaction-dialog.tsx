"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import { WhatGoes } from "@/components/privacy/what-goes";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { Button } from "@/components/ui/button";
import { ConfirmField } from "@/components/ui/confirm-field";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { FormDialog } from "@/components/ui/form-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { counted } from "@/lib/format/number";
import { redactionActions, redactionQueries, type TargetInput } from "@/lib/redactions/client";
import { type RedactionForecast, redactionInput } from "@/lib/redactions/schema";
import { RedactionItems } from "./redaction-items";
import { RedactionProgress } from "./redaction-progress";
import { useRedaction } from "./use-redaction";

type RedactionDialogProps = {
  target: TargetInput;
  /** The expected number of sessions. */
  expected: number;
  onClose: () => void;
  /** Called when the redaction has started, and the selection is no longer needed. */
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

type ConfirmProps = Omit<RedactionDialogProps, "onDone"> & { onBegun: (redactionId: string) => void };

/** The form contains only what a person types; the target comes from the caller. */
const schema = redactionInput.pick({ confirm: true }).required();

/** Shows the effects, and asks the member to type the number of sessions. */
function ConfirmRedaction({ target, expected, onClose, onBegun }: ConfirmProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const forecast = useQuery(redactionQueries.forecast(environment, target));
  const total = forecast.data?.total ?? expected;
  const request = useMutation({
    mutationFn: (confirm: string) => redactionActions.request(environment, { ...target, confirm }),
    onSuccess: (answer) => {
      client.setQueryData(redactionQueries.one(environment, answer.id).queryKey, answer);
      onBegun(answer.id);
    },
    onError: () => forecast.refetch(),
  });
  const form = useActionForm({
    schema,
    values: { confirm: "" },
    send: ({ confirm }) => request.mutateAsync(confirm),
  });
  const amount = counted(total, "session");
  const text = `redact ${total}`;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title={`Redact ${amount}?`}
      submit={`Redact ${amount}`}
      disabled={form.watch("confirm").trim() !== text}
    >
      {forecast.error ? (
        <ErrorState
          title="The preview could not be loaded"
          {...problemOf(forecast.error)}
          onRetry={() => forecast.refetch()}
          retrying={forecast.isFetching}
        />
      ) : (
        <>
          <p>The personal data of these sessions will be erased. This cannot be undone.</p>
          <WhatGoes goes={goes} stays={stays} />
          {forecast.data ? <Forecast forecast={forecast.data} /> : <Skeleton className="h-10 w-full" />}
          <ConfirmField text={text} {...form.field("confirm")} />
        </>
      )}
    </FormDialog>
  );
}

/** Shows the progress of a redaction, and the outcome of each session. */
function RunningRedaction({ id, onClose }: { id: string; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { query, action } = useRedaction(id);
  const redaction = query.data;
  const isOver = redaction && redaction.status !== "running" && redaction.status !== "paused";
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ queryKey: [environment, "sessions"] });
  }, [isOver, client, environment]);
  if (!redaction) return null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${isOver ? "Redaction result:" : "Redacting"} ${counted(redaction.total, "session")}`}
      danger
      size="md"
      footer={
        <>
          <Link
            className="mr-auto text-link"
            href={`/${environment}/redactions/${encodeURIComponent(redaction.id)}`}
          >
            Open report
          </Link>
          <Button onClick={onClose}>{isOver ? "Done" : "Continue in background"}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <RedactionProgress redaction={redaction} action={action} mayAct />
        {isOver ? <RedactionItems redaction={redaction} /> : null}
      </div>
    </Dialog>
  );
}

/**
 * Redacts many sessions: first the confirmation, then the progress. The target stays as it was when the dialog
 * opened.
 */
export default function RedactionDialog({ target, onDone, ...props }: RedactionDialogProps) {
  const [wanted] = useState(target);
  const [id, setId] = useState("");
  const close = () => {
    onDone();
    props.onClose();
  };
  if (id) return <RunningRedaction id={id} onClose={close} />;
  return <ConfirmRedaction {...props} target={wanted} onBegun={setId} />;
}
