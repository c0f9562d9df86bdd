"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { ConfirmField } from "@/components/ui/confirm-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import type { IdentityDto } from "@/lib/identities/schema";
import { mergeIdentities, previewMerge } from "@/lib/merges/client";
import { type MergePreviewDto, mergeInput } from "@/lib/merges/schema";
import { flagReasonLabel } from "./flag-reasons";

type DialogProps = { identity: IdentityDto; onClose: () => void };

const otherSchema = mergeInput.pick({ secondaryIdentityId: true });

function OtherDialog({
  identity,
  onClose,
  onPreview,
}: DialogProps & { onPreview: (preview: MergePreviewDto) => void }) {
  const environment = useEnvironment();
  const form = useActionForm({
    schema: otherSchema,
    values: { secondaryIdentityId: "" },
    send: async ({ secondaryIdentityId }) => {
      const secondaryIdentityIds = [secondaryIdentityId.trim()];
      onPreview(await previewMerge(environment, { primaryIdentityId: identity.id, secondaryIdentityIds }));
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Merge another identity into this one"
      description="Merge two identities only if they are the same person. The next step shows what changes."
      submit="Show what changes"
    >
      <TextField
        label="Other identity"
        hint="Its ID or external reference"
        {...form.field("secondaryIdentityId", "Enter the other identity.")}
        data-autofocus=""
      />
    </FormDialog>
  );
}

const nameOf = ({ id, externalRef, subject }: IdentityDto) =>
  [id, externalRef, subject].filter(Boolean).join(" · ");

const fieldsInWords = ({
  fieldsKept,
  fieldsDropped,
}: Pick<MergePreviewDto, "fieldsKept" | "fieldsDropped">) =>
  [
    `${counted(fieldsKept, "field")} on the identity that remains`,
    ...(fieldsDropped > 0 ? [`${counted(fieldsDropped, "value")} of the same name lost`] : []),
  ].join(", ");

function changesOf({ primary, secondaries, ...preview }: MergePreviewDto) {
  return [
    { key: "kept", label: "Remains", value: nameOf(primary) },
    { key: "merged", label: "Is merged", value: secondaries.map(nameOf).join(", ") },
    { key: "sessions", label: "Moves", value: counted(preview.sessionsMoved, "session") },
    {
      key: "holds",
      label: "Legal holds",
      value: preview.holdsMoved > 0 ? `${preview.holdsMoved} move` : "None",
    },
    ...(preview.isFlagMoved
      ? [{ key: "flag", label: "Flag", value: "Moves to the identity that remains" }]
      : []),
    ...preview.flagsDropped.map(({ identityId, reason }) => ({
      key: `flag ${identityId}`,
      label: "Flag not kept",
      value: `${flagReasonLabel(reason)} (${identityId}). The audit log keeps it.`,
    })),
    ...(preview.tags.length > 0 ? [{ key: "tags", label: "Tags", value: preview.tags.join(", ") }] : []),
    ...(preview.fieldsKept > 0
      ? [{ key: "fields", label: "Custom fields", value: fieldsInWords(preview) }]
      : []),
    ...(preview.openRequests > 0
      ? [
          {
            key: "requests",
            label: "Requests",
            value: `${counted(preview.openRequests, "open request")} found sessions that move. Search again there.`,
          },
        ]
      : []),
  ];
}

function ConfirmDialog({ preview, onClose }: { preview: MergePreviewDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { primary, secondaries, problems, isPossible } = preview;
  const merge = useMutation({
    mutationFn: () =>
      mergeIdentities(environment, {
        primaryIdentityId: primary.id,
        secondaryIdentityIds: secondaries.map(({ id }) => id),
      }),
    onSuccess: () => {
      toast({ tone: "success", title: "Identities merged" });
      announce("Identities merged.");
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [environment, "identities"] }),
  });
  const form = useActionForm({
    schema: z.object({ confirm: z.string() }),
    values: { confirm: "" },
    afresh: ["confirm"],
    send: () => merge.mutateAsync(),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      danger
      size="md"
      title="Merge these identities?"
      submit="Merge identities"
      disabled={!isPossible || form.watch("confirm").trim() !== primary.id}
    >
      <KeyValueList labelWidth="8rem" items={changesOf(preview)} />
      {isPossible ? (
        <>
          <p>
            A merge cannot be undone. Sessions that arrive later under either reference belong to the identity
            that remains.
          </p>
          <ConfirmField text={primary.id} {...form.field("confirm")} />
        </>
      ) : (
        <ul className="text-bad">
          {problems.map(({ code, identityId, detail }) => (
            <li key={`${code} ${identityId}`}>{detail}</li>
          ))}
        </ul>
      )}
    </FormDialog>
  );
}

/** Merges another identity into this one: first which, then what changes, with a confirmation. */
export default function MergeDialog({ identity, onClose }: DialogProps) {
  const [preview, setPreview] = useState<MergePreviewDto | null>(null);
  return preview ? (
    <ConfirmDialog preview={preview} onClose={onClose} />
  ) : (
    <OtherDialog identity={identity} onClose={onClose} onPreview={setPreview} />
  );
}
