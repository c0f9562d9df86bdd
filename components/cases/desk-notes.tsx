"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { useDraft } from "@/components/ui/drafts";
import { ForeignText } from "@/components/ui/foreign-text";
import { useHotkeys } from "@/components/ui/hotkeys";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextArea } from "@/components/ui/text-field";
import { caseActions, caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";

/** The key of a note's draft. */
export const noteDraft = (caseId: string) => `note/${caseId}`;

type DeskNotesProps = { desk: DeskDto; mayWrite: boolean };

/** Shows the notes of the case, oldest first. M starts a note, Ctrl-Enter saves it. */
export function DeskNotes({ desk, mayWrite }: DeskNotesProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const input = useRef<HTMLTextAreaElement>(null);
  const section = useRef<HTMLElement>(null);
  const caseId = desk.reviewCase.id;
  const [text, setText, forgetText] = useDraft(noteDraft(caseId), "");
  const { mutate, isPending } = useMutation({
    mutationFn: (content: string) => caseActions.note(environment, caseId, content),
    onSuccess: async () => {
      forgetText();
      section.current?.focus({ preventScroll: true });
      announce("Note added");
      await client.invalidateQueries({ queryKey: caseQueries.desk(environment, caseId).queryKey });
    },
    onError: (error) => toastProblem("The note was not saved", error),
  });
  useHotkeys("Case", [{ keys: "m", label: "Write a note", run: () => input.current?.focus() }], mayWrite);
  const add = () => {
    const content = text.trim();
    if (content && !isPending) mutate(content);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      add();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      // The focus leaves the input, so that single keys work again, but stays on the page.
      section.current?.focus({ preventScroll: true });
    }
  };
  if (!mayWrite && desk.notes.length === 0) return null;
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="desk-notes" className="border-t p-3 outline-none">
      <h2 id="desk-notes" className="mb-1.5 text-sm font-semibold text-ink-muted">
        Notes
      </h2>
      <ul className="mb-2 flex flex-col gap-2">
        {desk.notes.map((note) => (
          <li key={note.id}>
            <p className="text-sm text-ink-muted">
              <b className="font-medium wrap-anywhere text-ink">{note.author ?? "A removed member"}</b>{" "}
              <RelativeTime at={note.createdAt} />
            </p>
            <p className="wrap-anywhere whitespace-pre-line">
              {note.content ? (
                <ForeignText>{note.content}</ForeignText>
              ) : (
                <i className="text-ink-muted">no longer available</i>
              )}
            </p>
          </li>
        ))}
      </ul>
      {mayWrite ? (
        <>
          <TextArea
            ref={input}
            label="Add a note"
            hideLabel
            placeholder="Add a note (M) · Ctrl+Enter to save"
            rows={2}
            value={text}
            maxLength={10_000}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {text.trim() ? (
            <Button size="sm" pending={isPending} onClick={add} className="mt-1.5">
              Add note
            </Button>
          ) : null}
        </>
      ) : null}
    </section>
  );
}
