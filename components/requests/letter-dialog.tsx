"use client";

import { useMutation } from "@tanstack/react-query";
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
import { requestActions } from "@/lib/requests/client";

const letterNames: Record<LetterKind, string> = {
  acknowledgement: "The request has arrived",
  identity_question: "Proof of identity is needed",
  extension: "The deadline is extended",
};

/** Downloads a letter to the requester, in a language of theirs. */
export default function LetterDialog({ requestId, onClose }: { requestId: string; onClose: () => void }) {
  const environment = useEnvironment();
  const [letter, setLetter] = useState<LetterKind>("acknowledgement");
  const [language, setLanguage] = useState<(typeof letterLanguages)[number]>("en");
  const save = useMutation({
    mutationFn: () => requestActions.saveLetter(environment, requestId, { letter, language }),
    onSuccess: onClose,
    onError: (error) => toastProblem("The letter could not be downloaded", error),
  });
  return (
    <FormDialog
      form={{ submit: () => save.mutate(), isBusy: save.isPending }}
      title="Write letter"
      description="The letter contains the reason that you gave when you paused the clock or extended the deadline, as you wrote it."
      submit="Download letter"
      onClose={onClose}
    >
      <Select
        label="Letter"
        value={letter}
        options={letterKinds.map((value) => ({ value, label: letterNames[value] }))}
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
