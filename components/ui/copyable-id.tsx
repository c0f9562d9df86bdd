"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce } from "./announce";
import { copyText } from "./clipboard";
import { cx } from "./cx";
import { shortId } from "./short-id";
import { filled } from "./words";
import { useUiWords } from "./words-context";

type CopyableIdProps = {
  id: string;
  /** The kind of id: "Session ID". */
  label?: string;
  /** `start` shows the beginning (for lists), `middle` shows both ends (for links between records). */
  show?: "full" | "start" | "middle";
  /** Stands for a value that is too long to read; a click copies the value. */
  text?: string;
  className?: string;
};

export function CopyableId({ id, label = "ID", show = "full", text, className }: CopyableIdProps) {
  const words = useUiWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const done = await copyText(id);
    setCopied(done);
    announce(filled(done ? words.valueCopied : words.valueNotCopied, { label }));
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      title={filled(words.clickToCopy, { id })}
      aria-label={filled(words.copyId, { label, id })}
      className={cx(
        "group inline-flex min-h-6 min-w-0 items-center gap-1 rounded-sm font-mono text-sm hover:text-accent",
        className,
      )}
    >
      <span className={cx("truncate", show === "full" && "select-text")}>{text ?? shortId(id, show)}</span>
      <Icon
        aria-hidden
        className={cx(
          "size-3 shrink-0 group-hover:opacity-100 group-focus-visible:opacity-100",
          copied ? "text-good" : "opacity-0",
        )}
      />
    </button>
  );
}
