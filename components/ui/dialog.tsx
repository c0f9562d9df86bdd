"use client";

import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./cx";
import { IconButton } from "./icon-button";
import { Modal } from "./modal";
import { useUiWords } from "./words-context";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Red rule on top; a click outside does not close it. */
  danger?: boolean;
  size?: "sm" | "md" | "lg";
  footer?: ReactNode;
  children?: ReactNode;
};

const SIZES = { sm: "w-[26rem]", md: "w-[34rem]", lg: "w-[52rem]" };

/**
 * A dialog. The focus goes to the first control, or to the one with `data-autofocus`. Put the harmless button first
 * in `footer`.
 */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, danger, size = "sm", footer, children } = props;
  const id = useId();
  const words = useUiWords();
  return (
    <Modal
      open={open}
      onClose={onClose}
      sticky={danger}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-about` : undefined}
      className={cx(
        "max-h-[85dvh] max-w-[calc(100vw-2rem)]",
        SIZES[size],
        danger && "border-t-2 border-t-bad",
      )}
    >
      <div className="flex max-h-[85dvh] flex-col">
        <h2
          id={`${id}-title`}
          className={cx("px-4 pt-3.5 pr-12 text-lg font-semibold", description ? "pb-1" : "pb-2.5")}
        >
          {title}
        </h2>
        <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-4">
          {description ? (
            <p id={`${id}-about`} className="mb-3 text-ink-muted">
              {description}
            </p>
          ) : null}
          {children}
        </div>
        {footer ? (
          <footer className="flex justify-end gap-2 border-t bg-surface-2 px-4 py-2.5">{footer}</footer>
        ) : null}
        <IconButton label={words.close} size="sm" onClick={onClose} className="absolute top-3 right-3">
          <X aria-hidden />
        </IconButton>
      </div>
    </Modal>
  );
}
