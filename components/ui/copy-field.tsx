"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { announce } from "./announce";
import { Button } from "./button";
import { copyText } from "./clipboard";
import { TextField } from "./text-field";
import { filled } from "./words";
import { useUiWords } from "./words-context";

/** A value to copy, shown in full, with a copy button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const words = useUiWords();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(value);
    setCopied(done);
    announce(filled(done ? words.valueCopied : words.valueNotCopied, { label }));
  };
  return (
    <div className="flex items-end gap-2">
      <TextField
        label={label}
        value={value}
        readOnly
        spellCheck={false}
        className="font-mono"
        fieldClassName="flex-1"
        onFocus={(event) => event.target.select()}
      />
      <Button
        icon={isCopied ? <Check /> : <Copy />}
        aria-label={filled(words.copyValue, { label })}
        onClick={copy}
      >
        {isCopied ? words.copied : words.copy}
      </Button>
    </div>
  );
}
