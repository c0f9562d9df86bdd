"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea, TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import {
  mostKeptCounted,
  type NewCredentials,
  newCredentials,
  removal,
  type SourceChanges,
  type SourceDto,
  type VendorDto,
} from "@/lib/sources/schema";
import { KeyFields } from "./key-fields";
import { ProbeResult } from "./probe-result";
import { changeDraftOf, changeForm, changesOf, credentialsOf } from "./source-draft";
import { countedTo } from "./source-looks";
import { StatusTable } from "./status-table";

type DialogProps = { source: SourceDto; onClose: () => void };

/** Returns what a source's vendor can do. */
function useVendor({ vendor }: SourceDto) {
  const { data, error } = useQuery(sourceQueries.vendors(useEnvironment()));
  return { vendor: data?.data.find((each) => each.vendor === vendor), error };
}

/** Changes what is taken from a vendor, how often, and how it is read. */
export function ChangeDialog({ source, onClose }: DialogProps) {
  const { vendor } = useVendor(source);
  // The page reads the source again and again; the draft is one of what was there when the dialog opened.
  const [seen] = useState(source);
  const change = useSecretAction(sourceQueries.all, (environment, input: SourceChanges) =>
    sourceActions.update(environment, source.id, input),
  );
  const form = useActionForm({
    schema: changeForm,
    values: changeDraftOf(seen),
    toInput: (draft) => changesOf(draft, seen),
    send: async (input) => {
      await change.mutateAsync(input);
      toast({ tone: "success", title: `${source.name} is changed` });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title={`Change ${source.name}`}
      description="Sessions that are here stay as they are; the changes count for what is fetched from now on."
      submit="Save"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Look for new sessions every (seconds)"
          inputMode="numeric"
          {...form.field("everySeconds")}
        />
        <TextField
          label="Look for changes of old sessions every (seconds)"
          inputMode="numeric"
          {...form.field("fullEverySeconds")}
        />
        <TextField
          label="Statuses to take"
          {...form.field("statuses")}
          hint="The vendor's own words, with commas. Empty: all."
        />
        <TextField
          label="Workflows to take"
          {...form.field("workflows")}
          hint="The vendor's ids, with commas. Empty: all."
        />
        <TextField
          label="Sessions since"
          type="date"
          {...form.field("since")}
          hint="The day begins at midnight UTC."
        />
      </div>
      {vendor && vendor.takesReports.length > 0 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">Tell the vendor</legend>
          {vendor.takesReports.includes("decision") ? (
            <Checkbox {...form.field("reportsDecisions")} label="Decisions taken here" />
          ) : null}
          {vendor.takesReports.includes("redaction") ? (
            <Checkbox {...form.field("reportsRedactions")} label="Redactions made here" />
          ) : null}
        </fieldset>
      ) : null}
      <StatusTable
        settings={form.watch("vendorSettings")}
        onChange={(settings) => form.setValue("vendorSettings", settings, { shouldDirty: true })}
      />
      <TextArea
        label="How its sessions are read"
        rows={12}
        {...form.field("vendorSettings")}
        hint="All settings as JSON, with the statuses. It begins with what is usual for this vendor."
        className="font-mono text-sm"
        spellCheck={false}
      />
    </FormDialog>
  );
}

/** Replaces the key of a source, and its address if it has moved. */
export function KeyDialog(props: DialogProps) {
  const { vendor, error } = useVendor(props.source);
  // Which inputs there are depends on the vendor.
  if (vendor) return <KeyForm {...props} vendor={vendor} />;
  if (!error) return null;
  return (
    <Dialog open onClose={props.onClose} title={`Replace the credentials of ${props.source.name}`}>
      <FormAlert>{problemOf(error).detail}</FormAlert>
    </Dialog>
  );
}

function KeyForm({ source, vendor, onClose }: DialogProps & { vendor: VendorDto }) {
  const [seen] = useState(source);
  const replace = useSecretAction(sourceQueries.all, (environment, input: NewCredentials) =>
    sourceActions.replaceCredentials(environment, source.id, input),
  );
  const form = useActionForm({
    schema: newCredentials,
    values: {
      kind: (vendor.keys[0] ?? "api_key") as string,
      key: "",
      user: "",
      password: "",
      baseUrl: seen.baseUrl,
      noticeSecret: "",
    },
    toInput: ({ baseUrl, noticeSecret, ...key }) => ({
      credentials: key.key || key.password ? credentialsOf(key) : undefined,
      baseUrl: baseUrl === seen.baseUrl ? undefined : baseUrl,
      noticeSecret: noticeSecret.trim() || undefined,
    }),
    places: {
      credentials: "key",
      "credentials.key": "key",
      "credentials.user": "user",
      "credentials.password": "password",
    },
    send: async (input) => {
      await replace.mutateAsync(input);
      const title = input.credentials
        ? `The credentials of ${source.name} are replaced`
        : `The secret of the notices of ${source.name} is replaced`;
      toast({ tone: "success", title });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Replace the credentials of ${source.name}`}
      description="The old ones are erased. A source that stopped because of its key goes on."
      submit="Replace"
    >
      <KeyFields field={form.field} kind={form.watch("kind")} vendor={vendor} />
      <TextField
        label="Address"
        type="url"
        {...form.field("baseUrl")}
        hint="Another address needs the key for it."
        className="font-mono"
      />
      {vendor.takesNotices ? (
        <TextField
          label="Secret of its notices"
          type="password"
          autoComplete="off"
          {...form.field("noticeSecret")}
          hint={
            source.hasNoticeSecret
              ? "Leave it empty to keep the one there is."
              : "With it the vendor can tell of changes at once."
          }
          className="font-mono"
        />
      ) : null}
    </FormDialog>
  );
}

/** Tries the connection of a source. */
export function TestDialog({ source, onClose }: DialogProps) {
  const test = useSecretAction(sourceQueries.all, (environment) =>
    sourceActions.test(environment, source.id),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Test ${source.name}`}
      description="Asks the vendor for one session. Nothing is imported by it."
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="primary"
            pending={test.isPending}
            onClick={() => test.mutate(undefined)}
            data-autofocus=""
          >
            {test.data ? "Test again" : "Test"}
          </Button>
        </>
      }
    >
      <p className="mb-3 font-mono text-sm wrap-anywhere">{source.baseUrl}</p>
      <FormAlert>{test.error ? problemOf(test.error).detail : undefined}</FormAlert>
      {test.data ? <ProbeResult probe={test.data} /> : null}
    </Dialog>
  );
}

/** Asks before a source is removed. */
export function RemoveDialog({ source, onClose }: DialogProps) {
  const environment = useEnvironment();
  const router = useRouter();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => sourceActions.remove(environment, source.id),
    // Only the list: what belongs to a removed source cannot be loaded.
    onSettled: () => client.invalidateQueries({ queryKey: sourceQueries.list(environment).queryKey }),
  });
  const form = useActionForm({
    schema: removal.refine(({ confirm }) => confirm === source.name, {
      path: ["confirm"],
      message: `Type ${source.name}.`,
    }),
    values: { confirm: "" },
    afresh: ["confirm"],
    send: async () => {
      const { sessions } = await remove.mutateAsync();
      toast({
        tone: "success",
        title: `${source.name} is removed`,
        detail: `Sessions of it that stay here: ${countedTo(sessions, mostKeptCounted)}.`,
      });
      router.replace(`/${environment}/settings/sources`);
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      title={`Remove ${source.name}?`}
      description="Nothing more comes in from it, and its credentials are erased. The sessions that came from it stay; who may redact finds them in the list of sessions by this source."
      submit="Remove"
    >
      <TextField
        label={`Type ${source.name}`}
        {...form.field("confirm", `Type ${source.name}.`)}
        autoComplete="off"
        className="font-mono"
        data-autofocus=""
      />
    </FormDialog>
  );
}
