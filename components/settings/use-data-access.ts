"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { toast } from "@/components/ui/toast";
import type { PiiField } from "@/lib/contract/vocabulary";
import { settingsQueries, updateDataAccess } from "@/lib/settings/client";
import type { SettingsDto } from "@/lib/settings/schema";
import { allFields } from "./field-words";

export type Draft = { fields: readonly PiiField[]; seconds: string };

/** Only what the viewer touched: laid over whatever the settings are, also when somebody else was faster. */
type Edits = { fields: Partial<Record<PiiField, boolean>>; seconds?: string };

const noEdits: Edits = { fields: {} };

const draftOf = (settings: SettingsDto, edits: Edits): Draft => ({
  fields: allFields.filter((field) => edits.fields[field] ?? settings.apiPiiFields.includes(field)),
  seconds: edits.seconds ?? String(settings.imageUrlExpirySeconds),
});

const least = 30;
const most = 86_400;

export function secondsProblem(seconds: string): string | undefined {
  const value = Number(seconds);
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `Enter a whole number of seconds from ${least} to ${most}.`;
}

/** The settings as they are, the draft over them, and the way back or forward. */
export function useDataAccess() {
  const environment = useEnvironment();
  const queryClient = useQueryClient();
  const options = settingsQueries.dataAccess(environment);
  const { data: settings } = useSuspenseQuery(options);
  const [edits, setEdits, forgetEdits] = useDraft(`${environment}/settings/data-access`, noEdits);
  const draft = draftOf(settings, edits);
  const save = useMutation({
    mutationFn: () =>
      updateDataAccess(environment, {
        apiPiiFields: [...draft.fields],
        imageUrlExpirySeconds: Number(draft.seconds),
        version: settings.version,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(options.queryKey, saved);
      forgetEdits();
      toast({
        tone: "success",
        title: "Data access settings saved",
        detail: "The change is recorded in the audit log.",
      });
    },
    onError: (error) => {
      if (problemOf(error).status !== 409) return toastProblem("The settings were not saved", error);
      queryClient.invalidateQueries({ queryKey: options.queryKey });
    },
  });
  return {
    settings,
    draft,
    save,
    isConflict: save.error !== null && problemOf(save.error).status === 409,
    toggle: (field: PiiField, isOn: boolean) =>
      setEdits({ ...edits, fields: { ...edits.fields, [field]: isOn } }),
    changeSeconds: (seconds: string) => setEdits({ ...edits, seconds }),
    discard: () => {
      forgetEdits();
      save.reset();
    },
  };
}
