"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useExact } from "@/components/ui/time-zone";
import { letterLanguageNames } from "@/lib/contract/vocabulary";
import type { LetterDto } from "@/lib/letters/kinds";
import { requestActions, requestQueries } from "@/lib/requests/client";
import type { RequestDto } from "@/lib/requests/schema";
import { letterNames, lettersOf, wordingWords } from "./words";

const LetterDialog = dynamic(() => import("./letter-dialog").catch(missingDialog), { ssr: false });

/** Lists the letters that were made, and downloads each as it was made. */
export function LettersCard({ request }: { request: RequestDto }) {
  const { id: requestId } = request;
  const letters = useQuery(requestQueries.letters(useEnvironment(), requestId));
  const [isWriting, setWriting] = useState(false);
  return (
    <Card
      title="Letters"
      aside={
        lettersOf(request).length > 0 ? (
          <Button size="sm" icon={<FileText />} onClick={() => setWriting(true)}>
            Write letter…
          </Button>
        ) : null
      }
      flush
    >
      <Loaded
        query={letters}
        failed="The letters could not be loaded"
        skeleton={<SkeletonRows rows={1} label="Loading the letters" />}
      >
        {({ data }) => (
          <ul aria-label="Letters" className="divide-y">
            {data.map((letter) => (
              <LetterRow key={letter.id} requestId={requestId} letter={letter} />
            ))}
            {data.length === 0 ? (
              <li className="p-3 text-ink-muted">
                No letter was made here. Letters of messages are listed with them.
              </li>
            ) : null}
          </ul>
        )}
      </Loaded>
      {isWriting ? <LetterDialog request={request} onClose={() => setWriting(false)} /> : null}
    </Card>
  );
}

function LetterRow({ requestId, letter }: { requestId: string; letter: LetterDto }) {
  const environment = useEnvironment();
  const exact = useExact();
  const save = useMutation({
    mutationFn: () => requestActions.saveMadeLetter(environment, requestId, letter),
    onError: (error) => toastProblem("The letter could not be downloaded", error),
  });
  const name = letterNames[letter.letter];
  return (
    <li className="flex flex-wrap items-center gap-2 p-3">
      <span className="font-medium">{name}</span>
      <span className="min-w-0 flex-1 text-sm text-ink-muted">
        {letterLanguageNames[letter.language]}, {wordingWords(letter.wording)}, {exact(letter.madeAt)},{" "}
        {letter.madeBy}
        {letter.isErased ? ". It was erased with the requester’s data." : null}
      </span>
      {letter.isErased ? null : (
        <Button
          size="sm"
          icon={<FileText />}
          pending={save.isPending}
          aria-label={`Download the letter: ${name}`}
          onClick={() => save.mutate()}
        >
          Letter
        </Button>
      )}
    </li>
  );
}
