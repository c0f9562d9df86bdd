"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { announce } from "./announce";
import { Button } from "./button";
import { copyText } from "./clipboard";
import { TextField } from "./text-field";

/** A value to copy, shown in full, with a copy button. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    const done = await copyText(value);
    setCopied(done);
    announce(done ? `${label} copied` : `${label} could not be copied`);
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
      <Button icon={isCopied ? <Check /> : <Copy />} aria-label={`Copy: ${label}`} onClick={copy}>
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
