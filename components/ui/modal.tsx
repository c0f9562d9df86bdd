"use client";

import { type ComponentProps, type ReactNode, type SyntheticEvent, useLayoutEffect, useRef } from "react";
import { cx } from "./cx";

type ModalProps = Omit<ComponentProps<"dialog">, "open" | "onClose" | "children"> & {
  open: boolean;
  onClose: () => void;
  /** A click beside the dialog leaves it standing. */
  sticky?: boolean;
  children: ReactNode;
};

/** The bare native dialog: top layer, inert page, Escape, focus back where it came from. Name it with aria-*. */
export function Modal({ open, onClose, sticky, className, children, ...props }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => dialog.close();
  }, [open]);
  const cancel = (event: SyntheticEvent) => {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    onClose();
  };
  // A browser may close it on its own (a second Escape); the owner has to hear of that too.
  const closed = () => {
    if (open && ref.current?.open === false) onClose();
  };
  return (
    <dialog
      {...props}
      ref={ref}
      closedby={sticky ? "closerequest" : "any"}
      onCancel={cancel}
      onClose={closed}
      className={cx("rounded-lg border bg-surface p-0 text-ink", className)}
    >
      {open ? children : null}
    </dialog>
  );
}
