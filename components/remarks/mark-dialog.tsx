"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-field";
import { markRemark, remarkQueries } from "@/lib/remarks/client";
import {
  type MarkInput,
  markInput,
  type RemarkDto,
  type RemovalGround,
  removalGrounds,
} from "@/lib/remarks/schema";
import { RemarkText } from "./remark-text";
import { groundNames, kindNames, placeIn, withPassage } from "./words";

type MarkDialogProps = { requestId: string; remark: RemarkDto; onClose: () => void };

type Marks = Pick<RemarkDto, "whole" | "passages" | "isSuspicion">;

const unmarked: Marks = { whole: null, passages: [], isSuspicion: false };

/** Builds the input from the marks: one of the three kinds, or none. */
function inputOf({ sessionId, remark }: RemarkDto, { whole, passages, isSuspicion }: Marks): MarkInput {
  const which = { sessionId, remark };
  if (isSuspicion) return { ...which, isSuspicion };
  if (whole) return { ...which, whole };
  return { ...which, passages };
}

const isWriting = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  !ctrlKey && !metaKey && (key.length === 1 || ["Enter", "Backspace", "Delete"].includes(key));
const stop = (event: SyntheticEvent) => event.preventDefault();

/** Makes a text box show its caret but refuse input. Browsers show no caret in a read-only box. */
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

function useMarks(requestId: string, remark: RemarkDto, onClose: () => void) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: MarkInput) => markRemark(environment, requestId, input),
    onSuccess: (saved) => {
      const isSame = ({ sessionId, remark: id }: RemarkDto) =>
        sessionId === saved.sessionId && id === saved.remark;
      client.setQueryData(
        remarkQueries.all(environment, requestId).queryKey,
        (before) => before && { ...before, data: before.data.map((each) => (isSame(each) ? saved : each)) },
      );
      announce("Redaction marks saved");
      onClose();
    },
  });
  const { whole, passages, isSuspicion } = remark;
  const form = useActionForm({
    schema: markInput,
    values: { whole, passages, isSuspicion },
    draft: `${requestId}/marks/${remark.sessionId}/${remark.remark}`,
    toInput: (marks) => inputOf(remark, marks),
    send: (input) => save.mutateAsync(input),
  });
  const marks = form.watch();
  const setMarks = (changed: Partial<Marks>) => {
    const next = { ...unmarked, ...changed };
    form.setValue("whole", next.whole);
    form.setValue("passages", next.passages);
    form.setValue("isSuspicion", next.isSuspicion);
  };
  return { form, marks, setMarks };
}

type MarkingProps = { remark: RemarkDto; marks: Marks; setMarks: (marks: Partial<Marks>) => void };

/** The text is in a text box without input, so that passages can be selected with the keyboard too. */
function Marking({ remark, marks, setMarks }: MarkingProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [ground, setGround] = useState<RemovalGround>("other_person");
  const [problem, setProblem] = useState<string>();
  const markSelection = () => {
    const { selectionStart = 0, selectionEnd = 0 } = box.current ?? {};
    const [from, to] = [placeIn(remark.text, selectionStart), placeIn(remark.text, selectionEnd)];
    const passages = to > from ? withPassage(marks.passages, { from, to, ground }) : null;
    setProblem(to <= from ? "Select text first." : passages ? undefined : "This text is already marked.");
    if (!passages) return;
    setMarks({ passages });
    announce(`Marked as ${groundNames[ground]}`);
  };
  return (
    <>
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
        <Button disabled={marks.isSuspicion || marks.whole !== null} onClick={markSelection}>
          Mark selection
        </Button>
        <Button disabled={marks.isSuspicion} onClick={() => setMarks({ whole: ground })}>
          Mark all text
        </Button>
      </div>
    </>
  );
}

/** Marks what an answer omits of a remark. */
export default function MarkDialog({ requestId, remark, onClose }: MarkDialogProps) {
  const { form, marks, setMarks } = useMarks(requestId, remark, onClose);
  const isMarked = marks.passages.length > 0 || marks.whole !== null || marks.isSuspicion;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title={`Withhold text: ${kindNames[remark.kind].toLowerCase()}`}
      description="The answer shows the ground instead of a marked passage. Select text below with the mouse, or with Shift and the arrow keys."
      submit="Save marks"
    >
      <Marking remark={remark} marks={marks} setMarks={setMarks} />
      <Checkbox
        label="Suspicious-activity material (SAR/STR)"
        hint="Never included in an answer, and its omission is not disclosed (tipping-off ban)."
        checked={marks.isSuspicion}
        onChange={(event) => setMarks({ isSuspicion: event.target.checked })}
      />
      <section aria-label="As marked" className="rounded-md border bg-surface-2 p-2.5">
        <RemarkText remark={{ ...remark, ...marks }} />
      </section>
      {isMarked ? (
        <Button variant="ghost" className="self-start" onClick={() => setMarks({})}>
          Remove all marks
        </Button>
      ) : null}
    </FormDialog>
  );
}
