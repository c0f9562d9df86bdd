"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { FileText, Mail } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { wordingWords } from "@/components/requests/words";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf, toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { ForeignText } from "@/components/ui/foreign-text";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useExact } from "@/components/ui/time-zone";
import { messageActions, messageQueries } from "@/lib/messages/client";
import type { MessageDto } from "@/lib/messages/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { messageLooks, messageNames, viaNames } from "./words";

const MessageDialog = dynamic(() => import("./message-dialog").catch(missingDialog), { ssr: false });

const waitingMs = 3_000;

/** Lists the messages to the requester as they were sent, and lets the member write one. */
export function MessagesCard({ request }: { request: RequestDto }) {
  const environment = useEnvironment();
  const [isWriting, setWriting] = useState(false);
  const messages = useQuery({
    ...messageQueries.list(environment, request.id),
    refetchInterval: ({ state }) =>
      state.data?.data.some((each) => each.state === "queued") ? waitingMs : false,
  });
  const rows = messages.data?.data ?? [];
  return (
    <Card
      title="Messages"
      aside={
        request.status === "joined" ? null : (
          <Button size="sm" icon={<Mail />} onClick={() => setWriting(true)}>
            Write message…
          </Button>
        )
      }
      flush
    >
      {messages.error ? (
        <ErrorState
          title="The messages could not be loaded"
          {...problemOf(messages.error)}
          onRetry={() => messages.refetch()}
          retrying={messages.isFetching}
        />
      ) : messages.data ? (
        <ul aria-label="Messages" className="divide-y">
          {rows.map((message) => (
            <MessageRow key={message.id} requestId={request.id} message={message} />
          ))}
          {rows.length === 0 ? (
            <li className="p-3 text-ink-muted">No message to the requester is recorded.</li>
          ) : null}
        </ul>
      ) : (
        <SkeletonRows rows={1} label="Loading the messages" />
      )}
      {isWriting ? <MessageDialog request={request} onClose={() => setWriting(false)} /> : null}
    </Card>
  );
}

function MessageRow({ requestId, message }: { requestId: string; message: MessageDto }) {
  const environment = useEnvironment();
  const exact = useExact();
  const save = useMutation({
    mutationFn: () => messageActions.saveLetter(environment, requestId, message.id),
    onError: (error) => toastProblem("The letter could not be downloaded", error),
  });
  const { kind, via, state, answer, sentBy, sentAt, to, subject, text, hasLetter, wording } = message;
  const look = messageLooks[state];
  return (
    <li className="flex flex-col gap-1 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{messageNames[kind]}</span>
        <Pill tone={look.tone}>{look.word}</Pill>
        <span className="min-w-0 flex-1 text-sm text-ink-muted">
          {viaNames[via]}, {exact(sentAt)}, {sentBy}
          {wording === null ? null : `, letter with ${wordingWords(wording)}`}
        </span>
        {hasLetter && text !== null ? (
          <Button
            size="sm"
            icon={<FileText />}
            pending={save.isPending}
            aria-label={`Download the letter of: ${messageNames[kind]}`}
            onClick={() => save.mutate()}
          >
            Letter
          </Button>
        ) : null}
      </div>
      {answer && state !== "accepted" ? (
        <p className="text-sm text-ink-muted">
          The mail server answered: <ForeignText>{answer}</ForeignText>
        </p>
      ) : null}
      {text === null ? (
        <p className="text-sm text-ink-muted">Its text was erased with the requester&apos;s data.</p>
      ) : (
        <details>
          <summary className="cursor-pointer text-sm">
            <ForeignText>{`${subject} (${to})`}</ForeignText>
          </summary>
          <blockquote className="mt-2 border-l-2 pl-3 whitespace-pre-wrap">
            <ForeignText>{text}</ForeignText>
          </blockquote>
        </details>
      )}
    </li>
  );
}
