"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { useDraft } from "@/components/ui/drafts";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { day } from "@/lib/format/date";
import { dayIn } from "@/lib/format/day";
import { capital } from "@/lib/format/words";
import { requestSettingsQueries } from "@/lib/request-settings/client";
import { requestActions, requestQueries } from "@/lib/requests/client";
import { channels, type RequestInput, requestKinds } from "@/lib/requests/schema";
import { channelNames, kindNames, lawNames } from "./words";

type NewRequestDialogProps = { open: boolean; onClose: () => void };

const laws = Object.entries(lawNames).map(([value, label]) => ({ value, label }));

const known = [
  ["firstName", "First name", "text"],
  ["lastName", "Last name", "text"],
  ["dateOfBirth", "Date of birth", "date"],
  ["email", "E-mail", "text"],
  ["phone", "Phone", "tel"],
  ["documentNumber", "Document number", "text"],
  ["externalRef", "Customer reference", "text"],
] as const;

const nobody: Record<string, string> = {};

/** What came in and when; the clock runs from its day. */
export default function NewRequestDialog({ open, onClose }: NewRequestDialogProps) {
  const environment = useEnvironment();
  const draftOf = (part: string) => `new-request/${environment}/${part}`;
  const client = useQueryClient();
  const router = useRouter();
  const [kind, setKind] = useState<RequestInput["kind"]>("access");
  const [channel, setChannel] = useState<RequestInput["channel"]>("email");
  const [jurisdiction, setJurisdiction] = useState("");
  const [receivedOn, setReceivedOn] = useState<string>();
  const [requester, setRequester, forgetRequester] = useDraft<Record<string, string>>(draftOf("who"), nobody);
  const [details, setDetails, forgetDetails] = useDraft(draftOf("details"), "");
  // The day where the organization is, which its clocks go by.
  const { data: settings } = useQuery(requestSettingsQueries.saved(environment));
  const today = settings ? dayIn(settings.timeZone, new Date()) : undefined;
  const receive = useMutation({
    mutationFn: () =>
      requestActions.receive(environment, {
        kind,
        channel,
        ...(jurisdiction && { jurisdiction: jurisdiction as RequestInput["jurisdiction"] }),
        ...(receivedOn && { receivedOn }),
        requester: Object.fromEntries(Object.entries(requester).filter(([, value]) => value.trim())),
        ...(details.trim() && { details: details.trim() }),
      }),
    onSuccess: ({ id, clock }) => {
      forgetRequester();
      forgetDetails();
      toast({
        tone: "success",
        title: "Request created",
        detail: `The request is due on ${day(clock.dueOn)}.`,
      });
      announce(`Request created. It is due on ${day(clock.dueOn)}.`);
      client.invalidateQueries({ queryKey: requestQueries.all(environment) });
      router.push(`/${environment}/requests/${id}`);
    },
  });
  const send = () => {
    if (!receive.isPending) receive.mutate();
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title="New request"
      description="Enter at least one detail that identifies the person. Details are encrypted and matched without being decrypted."
      submit="Create request"
      onSubmit={send}
      pending={receive.isPending}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Request type"
          value={kind}
          data-autofocus=""
          options={requestKinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(event) => setKind(event.target.value as RequestInput["kind"])}
        />
        <Select
          label="Received via"
          value={channel}
          options={channels
            .filter((value) => value !== "api" && value !== "web")
            .map((value) => ({ value, label: capital(channelNames[value] ?? value) }))}
          onChange={(event) => setChannel(event.target.value as RequestInput["channel"])}
        />
        <TextField
          label="Received on"
          type="date"
          value={receivedOn ?? today ?? ""}
          max={today}
          hint={settings ? `The date in the time zone ${settings.timeZone}.` : undefined}
          onChange={(event) => setReceivedOn(event.target.value)}
        />
        <Select
          label="Law"
          value={jurisdiction}
          options={[
            { value: "", label: settings ? `Default: ${lawNames[settings.jurisdiction]}` : "Default" },
            ...laws,
          ]}
          onChange={(event) => setJurisdiction(event.target.value)}
        />
        {known.map(([name, label, type]) => (
          <TextField
            key={name}
            label={label}
            type={type}
            value={requester[name] ?? ""}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setRequester({ ...requester, [name]: event.target.value })}
          />
        ))}
      </div>
      <TextArea
        label="Message"
        value={details}
        maxLength={4000}
        error={receive.error ? problemOf(receive.error).detail : undefined}
        onChange={(event) => setDetails(event.target.value)}
      />
    </FormDialog>
  );
}
