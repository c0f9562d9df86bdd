"use client";

import { useMutation } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { TextField } from "@/components/ui/text-field";
import { openRestricted } from "@/lib/sessions/client";

/** Opens a restricted session to compliance after they give a reason. */
export function SessionGate({ sessionId }: { sessionId: string }) {
  const environment = useEnvironment();
  const router = useRouter();
  const [reason, setReason] = useState("");
  const opening = useMutation({
    mutationFn: () => openRestricted(environment, sessionId, reason.trim()),
    onSuccess: () => router.refresh(),
  });
  const isGiven = reason.trim().length >= 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isGiven && !opening.isPending) opening.mutate();
  };
  return (
    <>
      <TopBar
        title={<CopyableId id={sessionId} label="Session ID" className="max-w-full" />}
        heading={`Session ${sessionId}`}
        trail={[{ label: "Sessions", href: `/${environment}/sessions` }]}
      />
      <form onSubmit={submit} className="mx-auto w-full max-w-lg p-4 pt-14">
        <Card
          title={
            <span className="flex items-center gap-2">
              <Lock aria-hidden className="size-4" />
              This session is restricted
            </span>
          }
          footer={
            <div className="flex justify-end">
              <Button type="submit" variant="primary" disabled={!isGiven} pending={opening.isPending}>
                Open for 30 minutes
              </Button>
            </div>
          }
        >
          <p className="mb-3 text-ink-muted">
            A law requires us to keep this session, or the person asked for the restriction. Open it only for
            that law, a legal claim or a request. Your reason is recorded in the audit log. Name the matter,
            not a person.
          </p>
          <TextField
            label="Reason for opening"
            required
            maxLength={255}
            value={reason}
            error={opening.error ? problemOf(opening.error).detail : undefined}
            onChange={(event) => setReason(event.target.value)}
            data-autofocus=""
          />
        </Card>
      </form>
    </>
  );
}
