"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { toast } from "@/components/ui/toast";
import type { PiiField } from "@/lib/sessions/schema";
import { settingsQueries, updateDataAccess } from "@/lib/settings/client";
import type { SettingsDto } from "@/lib/settings/schema";
import { allFields } from "./field-words";

export type Draft = { fields: readonly PiiField[]; seconds: string };

const draftOf = (settings: SettingsDto): Draft => ({
  fields: settings.apiPiiFields,
  seconds: String(settings.imageUrlExpirySeconds),
});

const least = 30;
const most = 86_400;

export function secondsProblem(seconds: string): string | undefined {
  const value = Number(seconds);
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `A whole number of seconds from ${least} to ${most}.`;
}

/** The settings as they are, the draft over them, and the way back or forward. */
export function useDataAccess(environment: Environment) {
  const queryClient = useQueryClient();
  const options = settingsQueries.dataAccess(environment);
  const { data: settings } = useSuspenseQuery(options);
  const [edited, setEdited] = useState<Draft | null>(null);
  const draft = edited ?? draftOf(settings);
  const save = useMutation({
    mutationFn: () =>
      updateDataAccess(environment, {
        apiPiiFields: allFields.filter((field) => draft.fields.includes(field)),
        imageUrlExpirySeconds: Number(draft.seconds),
        version: settings.version,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(options.queryKey, saved);
      setEdited(null);
      toast({ tone: "success", title: "Data access changed", detail: "The change is in the audit log." });
    },
    onError: (error) => {
      if (problemOf(error).status !== 409) return toastProblem("Nothing was changed", error);
      queryClient.invalidateQueries({ queryKey: options.queryKey });
    },
  });
  return {
    settings,
    draft,
    save,
    isConflict: save.error !== null && problemOf(save.error).status === 409,
    change: (part: Partial<Draft>) => setEdited({ ...draft, ...part }),
    discard: () => {
      setEdited(null);
      save.reset();
    },
  };
}
