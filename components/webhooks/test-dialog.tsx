"use client";

import { Check, X } from "lucide-react";
import { problemOf } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { JsonView } from "@/components/ui/json-view";
import { KeyValueList } from "@/components/ui/key-value-list";
import { LookPill } from "@/components/ui/look-pill";
import { webhookActions, webhookQueries } from "@/lib/webhooks/client";
import type { EndpointDto, TestDto } from "@/lib/webhooks/schema";
import { nameOf } from "./endpoint-draft";

const looks = {
  accepted: { tone: "good", Icon: Check },
  failed: { tone: "bad", Icon: X },
} as const;

function Outcome({ told }: { told: TestDto }) {
  return (
    <div role="status" className="mt-3 grid gap-3">
      <KeyValueList
        labelWidth="8rem"
        items={[
          {
            key: "outcome",
            label: "Outcome",
            value: told.success ? (
              <LookPill look={looks.accepted}>accepted</LookPill>
            ) : (
              <LookPill look={looks.failed}>failed</LookPill>
            ),
            note: told.error,
          },
          { key: "status", label: "HTTP status", value: told.httpStatus ?? "none" },
          { key: "time", label: "Duration", value: `${told.durationMs} ms` },
        ]}
      />
      <section className="grid gap-1">
        <h3 className="font-medium">Sent</h3>
        <JsonView label="Sent" value={JSON.parse(told.request)} className="max-h-48" />
      </section>
      <section className="grid gap-1">
        <h3 className="font-medium">Answer</h3>
        {told.answer ? (
          <JsonView label="Answer" value={told.answer} className="max-h-48" />
        ) : (
          <p className="text-ink-muted">
            {told.httpStatus ? "The answer had no body." : "There was no answer."}
          </p>
        )}
      </section>
    </div>
  );
}

type TestDialogProps = { endpoint: EndpointDto; onClose: () => void };

/** Sends a test event, and shows the answer, which is not stored. */
export default function TestDialog({ endpoint, onClose }: TestDialogProps) {
  const test = useSecretAction(webhookQueries.all, (environment) =>
    webhookActions.test(environment, endpoint.id),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Test ${nameOf(endpoint)}`}
      description="Sends the event webhook.test now, signed like any other. Its answer is shown here once and not stored."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            pending={test.isPending}
            onClick={() => test.mutate(undefined)}
            data-autofocus=""
          >
            {test.data ? "Send again" : "Send test event"}
          </Button>
        </>
      }
    >
      <p className="font-mono text-sm wrap-anywhere">{endpoint.url}</p>
      <FormAlert>{test.error ? problemOf(test.error).detail : undefined}</FormAlert>
      {test.data ? <Outcome told={test.data} /> : null}
    </Dialog>
  );
}
