"use client";

import { useMutation } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { FormAlert } from "@/components/ui/form-alert";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import { probeInput, type SourceDto, sourceInput, type VendorDto } from "@/lib/sources/schema";
import { KeyFields } from "./key-fields";
import { ProbeResult } from "./probe-result";
import { blankDraft, credentialsOf, inputOf } from "./source-draft";

type CreateDialogProps = { vendors: readonly VendorDto[]; onClose: () => void };

/** Connects a vendor: where it is, what proves who asks, and from when on its sessions are taken. */
export default function CreateDialog({ vendors, onClose }: CreateDialogProps) {
  const environment = useEnvironment();
  const create = useSecretAction(sourceQueries.all, sourceActions.create, (made: SourceDto) => {
    toast({ tone: "success", title: `${made.name} is connected`, detail: "Its sessions come in now." });
    onClose();
  });
  const form = useActionForm({
    schema: sourceInput,
    values: blankDraft(vendors[0]),
    toInput: inputOf,
    places: {
      credentials: "key",
      "credentials.key": "key",
      "credentials.user": "user",
      "credentials.password": "password",
    },
    send: (input) => create.mutateAsync(input),
  });
  const vendor = vendors.find((each) => each.vendor === form.watch("vendor"));
  const test = useMutation({
    mutationFn: () => {
      const { vendor: name, baseUrl, ...key } = form.getValues();
      return sourceActions.testNew(
        environment,
        probeInput.parse({ vendor: name, baseUrl, credentials: credentialsOf(key) }),
      );
    },
    gcTime: 0,
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Connect a vendor"
      description={`Its sessions appear in ${environment} automatically, with their images and later changes.`}
      submit="Connect"
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Vendor"
          {...form.field("vendor")}
          options={vendors.map((each) => ({ value: each.vendor, label: each.title }))}
          data-autofocus=""
        />
        <TextField
          label="Name"
          {...form.field("name", "Enter a name.")}
          hint="Its sessions name it as their source. It cannot be changed later."
          className="font-mono"
        />
      </div>
      <TextField
        label="Address"
        type="url"
        {...form.field("baseUrl", "Enter where the vendor's API is.")}
        hint="The beginning of the vendor's API, such as https://api.vendor.example"
        className="font-mono"
        spellCheck={false}
      />
      <KeyFields field={form.field} kind={form.watch("kind")} vendor={vendor} />
      <div className="grid gap-3 sm:grid-cols-2">
        {vendor?.takesNotices ? (
          <TextField
            label="Secret of its notices"
            type="password"
            autoComplete="off"
            {...form.field("noticeSecret")}
            hint="Optional. With it the vendor can tell of changes at once."
            className="font-mono"
          />
        ) : null}
        <TextField
          label="Sessions since"
          type="date"
          {...form.field("since")}
          hint="Optional. Without it all sessions are taken."
        />
      </div>
      <div className="flex items-center gap-3">
        <Button size="sm" pending={test.isPending} onClick={() => test.mutate()}>
          Test the connection
        </Button>
        <span className="text-sm text-ink-muted">Nothing is stored by a test.</span>
      </div>
      <FormAlert>{test.error ? problemOf(test.error).detail : undefined}</FormAlert>
      {test.data ? <ProbeResult probe={test.data} /> : null}
    </FormDialog>
  );
}
