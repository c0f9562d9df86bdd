"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { TextField } from "./text-field";

type ConfirmByTypingProps = {
  /** What has to be typed, letter by letter. */
  text: string;
  /** "Redact session" */
  actionLabel: string;
  onConfirm: () => void;
  onCancel: () => void;
  pending?: boolean;
  /** Something else is missing yet. */
  disabled?: boolean;
  error?: string;
  /** What will go and what stays. */
  children?: ReactNode;
};

/** The body of a `<Dialog danger>` for what cannot be undone. */
export function ConfirmByTyping(props: ConfirmByTypingProps) {
  const { text, actionLabel, onConfirm, onCancel, pending, disabled = false, error, children } = props;
  const [typed, setTyped] = useState("");
  const matches = typed.trim() === text && !disabled;
  // A second click can come before `pending` has been drawn.
  const isSent = useRef(false);
  useEffect(() => {
    if (!pending) isSent.current = false;
  }, [pending]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!matches || isSent.current) return;
    isSent.current = true;
    onConfirm();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {children}
      <TextField
        label={
          <>
            Type <code className="font-mono text-sm font-medium select-all">{text}</code> to confirm
          </>
        }
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={error}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        data-autofocus
        className="font-mono"
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="danger" disabled={!matches} pending={pending}>
          {actionLabel}
        </Button>
      </div>
    </form>
  );
}
