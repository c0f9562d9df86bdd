"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { useDraft } from "@/components/ui/drafts";
import { toast } from "@/components/ui/toast";
import { requestSettingsQueries, updateRequestSettings } from "@/lib/request-settings/client";
import { draftOf, inputOf, type RequestDraft } from "./request-changes";

const noEdits = {};

/** The settings of requests as they are, the draft over them, and the way back or forward. */
export function useRequestSettings() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const options = requestSettingsQueries.saved(environment);
  const { data: settings } = useSuspenseQuery(options);
  const [edits, setEdits, forgetEdits] = useDraft<Partial<RequestDraft>>(
    `${environment}/settings/requests`,
    noEdits,
  );
  const draft = draftOf(settings, edits);
  const save = useMutation({
    mutationFn: () =>
      updateRequestSettings(environment, { version: settings.version, ...inputOf(draft, edits) }),
    onSuccess: (saved) => {
      client.setQueryData(options.queryKey, saved);
      forgetEdits();
      toast({
        tone: "success",
        title: "Request settings saved",
        detail: "The change is recorded in the audit log.",
      });
    },
    onError: (error) => {
      if (problemOf(error).status !== 409) return toastProblem("The settings were not saved", error);
      client.invalidateQueries({ queryKey: options.queryKey, exact: true });
    },
  });
  return {
    settings,
    draft,
    save,
    isConflict: save.error !== null && problemOf(save.error).status === 409,
    edit: (part: Partial<RequestDraft>) => setEdits({ ...edits, ...part }),
    discard: () => {
      forgetEdits();
      save.reset();
    },
  };
}

export type RequestSettings = ReturnType<typeof useRequestSettings>;
