"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { sourceActions, sourceQueries } from "@/lib/sources/client";
import { type WantedItems, wantedItems } from "@/lib/sources/schema";
import { idsIn } from "./source-draft";

type FetchDialogProps = { sourceId: string; onClose: () => void };

/** Fetches sessions by their ids at the vendor, which its list need not name. */
export default function FetchDialog({ sourceId, onClose }: FetchDialogProps) {
  const fetchNow = useSecretAction(sourceQueries.all, (environment, { vendorIds }: WantedItems) =>
    sourceActions.fetchItems(environment, sourceId, vendorIds),
  );
  const form = useActionForm({
    schema: wantedItems,
    values: { vendorIds: "" },
    toInput: ({ vendorIds }) => ({ vendorIds: idsIn(vendorIds) }),
    send: async (input) => {
      const { queued } = await fetchNow.mutateAsync(input);
      toast({ tone: "success", title: `${counted(queued, "session")} will be fetched now` });
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Fetch sessions by id"
      description="Each is fetched from the vendor, also one that its list does not name. One that the vendor does not have is set aside."
      submit="Fetch"
    >
      <TextArea
        label="Ids at the vendor"
        rows={8}
        {...form.field("vendorIds", "Enter at least one id.")}
        hint="One on each line, at most 1 000."
        className="font-mono text-sm"
        spellCheck={false}
        data-autofocus=""
      />
    </FormDialog>
  );
}
