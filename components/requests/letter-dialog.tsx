"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import {
  type LetterKind,
  letterKinds,
  letterLanguageNames,
  letterLanguages,
} from "@/lib/contract/vocabulary";
import { requestActions, requestQueries } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { letterNames } from "./words";

/** Downloads a letter to the requester, in a language of theirs. */
export default function LetterDialog({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const requestId = request.id;
  const kinds = letterKinds.filter((each) => (each === "refusal") === (request.status === "refused"));
  const [letter, setLetter] = useState<LetterKind>(kinds[0] ?? "acknowledgement");
  const [language, setLanguage] = useState(request.language);
  const save = useMutation({
    mutationFn: () => requestActions.saveLetter(environment, requestId, { letter, language }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: requestQueries.letters(environment, requestId).queryKey });
      onClose();
    },
    onError: (error) => toastProblem("The letter could not be downloaded", error),
  });
  return (
    <FormDialog
      form={{ submit: () => save.mutate(), isBusy: save.isPending }}
      title="Write letter"
      description="The letter contains the reason that you gave, as you wrote it."
      submit="Download letter"
      onClose={onClose}
    >
      <Select
        label="Letter"
        value={letter}
        options={kinds.map((value) => ({ value, label: letterNames[value] }))}
        onChange={({ target }) => setLetter(letterKinds.find((each) => each === target.value) ?? letter)}
        data-autofocus=""
      />
      <Select
        label="Language"
        value={language}
        options={letterLanguages.map((value) => ({ value, label: letterLanguageNames[value] }))}
        onChange={({ target }) =>
          setLanguage(letterLanguages.find((each) => each === target.value) ?? language)
        }
      />
    </FormDialog>
  );
}
