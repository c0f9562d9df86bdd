"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { markRemark, remarkQueries } from "@/lib/remarks/client";
import { type MarkInput, type RemarkDto, type RemovalGround, removalGrounds } from "@/lib/remarks/schema";
import { RemarkText } from "./remark-text";
import { groundNames, kindNames, placeIn, withPassage } from "./words";

type MarkDialogProps = {
  requestId: string;
  remark: RemarkDto;
  onClose: () => void;
};

/** What a draft asks of the server: one of the three ways, or nothing. */
function inputOf({ sessionId, remark, whole, passages, isSuspicion }: RemarkDto): MarkInput {
  const which = { sessionId, remark };
  if (isSuspicion) return { ...which, isSuspicion };
  if (whole) return { ...which, whole };
  return { ...which, passages };
}

const isWriting = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  !ctrlKey && !metaKey && (key.length === 1 || ["Enter", "Backspace", "Delete"].includes(key));
const stop = (event: SyntheticEvent) => event.preventDefault();

/** A box that shows its caret and takes no writing: browsers give none to a read-only one. */
const fixed = {
  "aria-readonly": true,
  spellCheck: false,
  onKeyDown: (event: KeyboardEvent) => {
    if (isWriting(event)) event.preventDefault();
  },
  onBeforeInput: stop,
  onCut: stop,
  onPaste: stop,
  onDrop: stop,
  onChange: () => undefined,
};

/** Passages are selected in a box that takes no writing, so that the keyboard selects as well as the mouse. */
export function MarkDialog({ requestId, remark, onClose }: MarkDialogProps) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(remark);
  const [ground, setGround] = useState<RemovalGround>("other_person");
  const [problem, setProblem] = useState<string>();
  const save = useMutation({
    mutationFn: () => markRemark(environment, requestId, inputOf(draft)),
    onSuccess: (saved) => {
      client.setQueryData(
        remarkQueries.all(environment, requestId).queryKey,
        (before) =>
          before && {
            ...before,
            data: before.data.map((each) =>
              each.sessionId === saved.sessionId && each.remark === saved.remark ? saved : each,
            ),
          },
      );
      announce("Redaction marks saved");
      onClose();
    },
  });
  const markSelection = () => {
    const { selectionStart = 0, selectionEnd = 0 } = box.current ?? {};
    const [from, to] = [placeIn(remark.text, selectionStart), placeIn(remark.text, selectionEnd)];
    const passages = to > from ? withPassage(draft.passages, { from, to, ground }) : null;
    setProblem(to <= from ? "Select text first." : passages ? undefined : "This text is already marked.");
    if (!passages) return;
    setDraft({ ...draft, passages });
    announce(`Marked as ${groundNames[ground]}`);
  };
  const isMarked = draft.passages.length > 0 || draft.whole !== null || draft.isSuspicion;
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={`Withhold text: ${kindNames[remark.kind].toLowerCase()}`}
      description="The answer shows the ground instead of a marked passage. Select text below with the mouse, or with Shift and the arrow keys."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={save.isPending} onClick={() => save.mutate()}>
            Save marks
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea
          ref={box}
          label="Text"
          rows={5}
          value={remark.text}
          {...fixed}
          data-autofocus=""
          error={problem}
        />
        <div className="flex flex-wrap items-end gap-2">
          <Select
            label="Ground"
            value={ground}
            fieldClassName="w-64"
            options={removalGrounds.map((value) => ({ value, label: groundNames[value] }))}
            onChange={(event) => setGround(event.target.value as RemovalGround)}
          />
          <Button disabled={draft.isSuspicion || draft.whole !== null} onClick={markSelection}>
            Mark selection
          </Button>
          <Button
            disabled={draft.isSuspicion}
            onClick={() => setDraft({ ...draft, whole: ground, passages: [] })}
          >
            Mark all text
          </Button>
        </div>
        <Checkbox
          label="Suspicious-activity material (SAR/STR)"
          hint="Never included in an answer, and its omission is not disclosed (tipping-off ban)."
          checked={draft.isSuspicion}
          onChange={(event) =>
            setDraft({ ...draft, whole: null, passages: [], isSuspicion: event.target.checked })
          }
        />
        <section aria-label="As marked" className="rounded-md border bg-surface-2 p-2.5">
          <RemarkText remark={draft} />
        </section>
        {isMarked ? (
          <Button
            variant="ghost"
            className="self-start"
            onClick={() => setDraft({ ...draft, whole: null, passages: [], isSuspicion: false })}
          >
            Remove all marks
          </Button>
        ) : null}
        {save.error ? (
          <p role="alert" className="text-sm text-bad">
            {problemOf(save.error).detail}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
