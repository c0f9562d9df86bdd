"use client";

import { Select } from "@/components/ui/select";
import { letterLanguageNames, letterLanguages } from "@/lib/contract/vocabulary";
import type { RequestDto } from "@/lib/requests/schema";
import { useRequestAction } from "./use-request-action";

/** Sets the language of letters and messages to the requester. */
export function RequestLanguage({ request: { id, language, version } }: { request: RequestDto }) {
  const act = useRequestAction(id);
  return (
    <Select
      label="Language of letters"
      value={language}
      disabled={act.isPending}
      options={letterLanguages.map((value) => ({ value, label: letterLanguageNames[value] }))}
      onChange={({ target }) =>
        act.mutate({
          action: "language",
          body: { language: target.value, version },
          said: "Language changed",
        })
      }
    />
  );
}
