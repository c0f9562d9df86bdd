"use client";

import { type ComponentProps, type ReactNode, type SyntheticEvent, useLayoutEffect, useRef } from "react";
import { cx } from "./cx";

type ModalProps = Omit<ComponentProps<"dialog">, "open" | "onClose" | "children"> & {
  open: boolean;
  onClose: () => void;
  /** A click outside does not close the dialog. */
  sticky?: boolean;
  children: ReactNode;
};

/**
 * The bare native dialog: top layer, inert page, Escape, and the focus returns to where it was. Name it with aria-*.
 */
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
  // A browser may close the dialog itself (a second Escape), so the owner is informed.
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
