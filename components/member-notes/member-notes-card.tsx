"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { ForeignText } from "@/components/ui/foreign-text";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-field";
import { useExact } from "@/components/ui/time-zone";
import { addMemberNote, memberNoteQueries } from "@/lib/member-notes/client";
import type { MemberNoteDto } from "@/lib/member-notes/schema";

/** Lists what members noted about a request for each other, and lets the member write a note. */
export function MemberNotesCard({ requestId }: { requestId: string }) {
  const notes = useQuery(memberNoteQueries.list(useEnvironment(), requestId));
  const rows = notes.data?.data ?? [];
  return (
    <Card title="Notes of members" flush>
      {notes.error ? (
        <ErrorState
          title="The notes could not be loaded"
          {...problemOf(notes.error)}
          onRetry={() => notes.refetch()}
          retrying={notes.isFetching}
        />
      ) : notes.data ? (
        <>
          <ul aria-label="Notes of members" className="divide-y">
            {rows.map((note) => (
              <NoteRow key={note.id} note={note} />
            ))}
            {rows.length === 0 ? <li className="p-3 text-ink-muted">No member has noted anything.</li> : null}
          </ul>
          <NoteForm requestId={requestId} />
        </>
      ) : (
        <SkeletonRows rows={1} label="Loading the notes" />
      )}
    </Card>
  );
}

function NoteRow({ note: { writtenBy, writtenAt, text } }: { note: MemberNoteDto }) {
  const exact = useExact();
  return (
    <li className="flex flex-col gap-1 p-3">
      <span className="text-sm text-ink-muted">
        {writtenBy}, {exact(writtenAt)}
      </span>
      {text === null ? (
        <p className="text-sm text-ink-muted">Its text was erased or cannot be read.</p>
      ) : (
        <p className="break-words whitespace-pre-wrap">
          <ForeignText>{text}</ForeignText>
        </p>
      )}
    </li>
  );
}

function NoteForm({ requestId }: { requestId: string }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const add = useMutation({
    mutationFn: () => addMemberNote(environment, requestId, { text: text.trim() }),
    onSuccess: (after) => {
      client.setQueryData(memberNoteQueries.list(environment, requestId).queryKey, after);
      setText("");
      announce("Note added");
    },
    onError: (thrown) => setError(problemOf(thrown).detail),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (add.isPending) return;
    if (!text.trim()) return setError("Enter a note.");
    setError(undefined);
    add.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col items-start gap-2 border-t p-3">
      <TextArea
        label="Note"
        rows={2}
        maxLength={10_000}
        value={text}
        error={error}
        hint="Members read it, and an authority that gets the dossier. The requester's package does not contain it."
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" size="sm" pending={add.isPending}>
        Add note
      </Button>
    </form>
  );
}
