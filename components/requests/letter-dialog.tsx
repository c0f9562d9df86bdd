"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import {
  type LetterKind,
  letterKinds,
  letterLanguageNames,
  letterLanguages,
} from "@/lib/contract/vocabulary";
import { requestActions, requestQueries } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { letterNames, lettersOf } from "./words";

/** Downloads a letter to the requester, in a language of theirs. */
export default function LetterDialog({ request, onClose }: { request: RequestDto; onClose: () => void }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const requestId = request.id;
  const kinds = lettersOf(request);
  const [letter, setLetter] = useState<LetterKind>(kinds[0] ?? "acknowledgement");
  const [language, setLanguage] = useState(request.language);
  const [question, setQuestion] = useState("");
  const asks = letter === "identity_question" && request.clock.lawVersion.startsWith("ccpa");
  const save = useMutation({
    mutationFn: () =>
      requestActions.saveLetter(environment, requestId, { letter, language, ...(asks && { question }) }),
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
      description="The letter contains the reason that you gave, as you wrote it. It is kept with the request."
      disabled={asks && question.trim() === ""}
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
      {asks ? (
        <TextArea
          label="What you ask for, and why"
          required
          maxLength={4000}
          value={question}
          hint="The letter contains it as you write it. Ask for as little as you can."
          onChange={({ target }) => setQuestion(target.value)}
        />
      ) : null}
    </FormDialog>
  );
}
