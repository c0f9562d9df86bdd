"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { FormAlert } from "@/components/ui/form-alert";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { agentRoles } from "@/lib/contract/vocabulary";
import { day } from "@/lib/format/date";
import { dayIn } from "@/lib/format/day";
import { capital } from "@/lib/format/words";
import { requestSettingsQueries } from "@/lib/request-settings/client";
import { requestActions, requestQueries } from "@/lib/requests/client";
import { kindsUnder } from "@/lib/requests/policy";
import { channels, type RequestInput, requestInput } from "@/lib/requests/schema";
import { agentNames, channelNames, kindNames, lawNames } from "./words";

const laws = Object.entries(lawNames).map(([value, label]) => ({ value, label }));

const requesterFields = [
  ["firstName", "First name", "text"],
  ["lastName", "Last name", "text"],
  ["dateOfBirth", "Date of birth", "date"],
  ["email", "E-mail", "text"],
  ["phone", "Phone", "tel"],
  ["documentNumber", "Document number", "text"],
  ["externalRef", "Customer reference", "text"],
] as const;

const nothing = {
  kind: "access",
  channel: "email",
  receivedOn: "",
  jurisdiction: "",
  requester: {
    firstName: "",
    lastName: "",
    dateOfBirth: "",
    email: "",
    phone: "",
    documentNumber: "",
    externalRef: "",
  },
  dataFrom: "",
  dataTo: "",
  agent: { role: "", name: "", email: "", phone: "" },
  details: "",
};

/** Creates the request and opens its page. */
function useReceive() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (input: RequestInput) => requestActions.receive(environment, input),
    onSuccess: ({ id, clock }) => {
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
}

function useNewRequest() {
  const environment = useEnvironment();
  const receive = useReceive();
  const form = useActionForm({
    schema: requestInput,
    values: nothing,
    draft: `new-request/${environment}`,
    places: { requester: "requester" },
    send: (input) => receive.mutateAsync(input),
  });
  // Today in the organization's time zone, which its clocks use.
  const { data: settings } = useQuery(requestSettingsQueries.saved(environment));
  const today = settings ? dayIn(settings.timeZone, new Date()) : undefined;
  const { getValues, resetField } = form;
  useEffect(() => {
    if (today && getValues("receivedOn") === "") resetField("receivedOn", { defaultValue: today });
  }, [today, getValues, resetField]);
  const [jurisdiction, receivedOn] = form.watch(["jurisdiction", "receivedOn"]);
  return { form, settings, today, kinds: kindsUnder(jurisdiction, settings?.jurisdiction, receivedOn) };
}

/** Asks who makes the request, if it is not the person. */
function Behalf({ form }: Pick<ReturnType<typeof useNewRequest>, "form">) {
  const role = form.watch("agent.role");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label="Made by"
        {...form.field("agent.role")}
        options={[
          { value: "", label: "The person" },
          ...agentRoles.map((value) => ({ value, label: agentNames[value] })),
        ]}
      />
      {role ? (
        <>
          <TextField
            label="Name of agent"
            {...form.field("agent.name", "Enter a name.")}
            autoComplete="off"
          />
          <TextField label="E-mail of agent" {...form.field("agent.email")} autoComplete="off" />
          <TextField label="Phone of agent" type="tel" {...form.field("agent.phone")} autoComplete="off" />
        </>
      ) : null}
    </div>
  );
}

/** Asks what was received and when; the clock starts on that day. */
export default function NewRequestDialog({ onClose }: { onClose: () => void }) {
  const { form, settings, today, kinds } = useNewRequest();
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="New request"
      description="Enter at least one detail that identifies the person. Details are encrypted and matched without being decrypted."
      submit="Create request"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Request type"
          {...form.field("kind")}
          data-autofocus=""
          options={kinds.map((value) => ({ value, label: kindNames[value] }))}
        />
        <Select
          label="Received via"
          {...form.field("channel")}
          options={channels
            .filter((value) => value !== "api" && value !== "web")
            .map((value) => ({ value, label: capital(channelNames[value] ?? value) }))}
        />
        <TextField
          label="Received on"
          type="date"
          {...form.field("receivedOn")}
          max={today}
          hint={settings ? `The date in the time zone ${settings.timeZone}.` : undefined}
        />
        <Select
          label="Law"
          {...form.field("jurisdiction")}
          options={[
            { value: "", label: settings ? `Default: ${lawNames[settings.jurisdiction]}` : "Default" },
            ...laws,
          ]}
        />
        {requesterFields.map(([name, label, type]) => (
          <TextField
            key={name}
            label={label}
            type={type}
            {...form.field(`requester.${name}`)}
            autoComplete="off"
            spellCheck={false}
          />
        ))}
      </div>
      <FormAlert>
        {form.problemAt("requester", "Enter at least one detail that identifies the person.")}
      </FormAlert>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Sessions from"
          type="date"
          {...form.field("dataFrom")}
          hint="Only if the person names a range of days."
        />
        <TextField label="Sessions to" type="date" {...form.field("dataTo")} />
      </div>
      <Behalf form={form} />
      <TextArea label="Message" {...form.field("details")} />
    </FormDialog>
  );
}
