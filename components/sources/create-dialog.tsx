"use client";

import { useMutation } from "@tanstack/react-query";
import type { ChangeEvent } from "react";
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
import { blankDraft, credentialsOf, followed, inputOf } from "./source-draft";

type CreateDialogProps = { vendors: readonly VendorDto[]; onClose: () => void };

type Input = { onChange: (event: ChangeEvent<HTMLSelectElement>) => unknown };
type VendorFieldsProps = {
  field: (name: "vendor" | "name", missing?: string) => object;
  vendors: readonly VendorDto[];
  onVendor: (vendor: string) => void;
};

/** The inputs of which vendor it is, and what its sessions are told apart by. */
function VendorFields({ field, vendors, onVendor }: VendorFieldsProps) {
  const chosen = field("vendor") as Input;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label="Vendor"
        {...chosen}
        onChange={(event) => {
          chosen.onChange(event);
          onVendor(event.target.value);
        }}
        options={vendors.map((each) => ({ value: each.vendor, label: each.title }))}
        data-autofocus=""
      />
      <TextField
        label="Name"
        {...field("name", "Enter a name.")}
        hint="Its sessions name it as their source. It cannot be changed later."
        className="font-mono"
      />
    </div>
  );
}

type MoreFieldsProps = { field: (name: "noticeSecret" | "since") => object; vendor: VendorDto | undefined };

/** The inputs that can stay empty. */
function MoreFields({ field, vendor }: MoreFieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {vendor?.takesNotices ? (
        <TextField
          label="Secret of its notices"
          type="password"
          autoComplete="off"
          {...field("noticeSecret")}
          hint="Optional, and can be entered later: the page of the source shows the address for notices."
          className="font-mono"
        />
      ) : null}
      <TextField
        label="Sessions since"
        type="date"
        {...field("since")}
        hint="Optional; the day begins at midnight UTC. Without it all sessions are taken."
      />
    </div>
  );
}

/** Connects a vendor: where it is, what proves who asks, and from when on its sessions are taken. */
export default function CreateDialog({ vendors, onClose }: CreateDialogProps) {
  const environment = useEnvironment();
  const create = useSecretAction(sourceQueries.all, sourceActions.create, (made: SourceDto) => {
    toast({
      tone: "success",
      title: `${made.name} is connected`,
      detail: made.lists
        ? "Its sessions come in now."
        : "Its sessions come by its notices, or by ids that you enter on its page.",
    });
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
      description={
        vendor?.lists === false
          ? `${vendor.title} lists no sessions. They come to ${environment} by its notices, or by ids that you enter.`
          : `Its sessions appear in ${environment} automatically, with their images and later changes.`
      }
      submit="Connect"
    >
      <VendorFields
        field={form.field}
        vendors={vendors}
        onVendor={(next) => {
          const { kind, name } = followed(vendors, next, form.getValues("name"));
          form.setValue("kind", kind);
          form.setValue("name", name);
          test.reset();
        }}
      />
      <TextField
        label="Address"
        type="url"
        {...form.field("baseUrl", "Enter where the vendor's API is.")}
        hint="The beginning of the vendor's API, such as https://api.vendor.example"
        className="font-mono"
        spellCheck={false}
      />
      <KeyFields field={form.field} kind={form.watch("kind")} vendor={vendor} />
      <MoreFields field={form.field} vendor={vendor} />
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
