"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { copyText } from "@/components/ui/clipboard";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";

/** Shows recovery codes, which cannot be shown again. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const [isStored, setStored] = useState(false);
  const [isWarned, setWarned] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const text = `${codes.join("\n")}\n`;
  const copy = async () => {
    const done = await copyText(text);
    setCopied(done);
    announce(done ? "Recovery codes copied" : "Recovery codes could not be copied");
  };
  return (
    <Dialog
      open
      danger
      onClose={() => (isStored ? onClose() : setWarned(true))}
      size="md"
      title="Store your recovery codes"
      description="Each code signs you in once, instead of a code of the app. Store them where you find them without your phone. They are not stored here and cannot be shown again."
      footer={
        <Button variant="primary" disabled={!isStored} onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="grid gap-3">
        <ol className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border bg-surface-2 p-3 font-mono">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="flex gap-2">
          <Button onClick={copy}>{isCopied ? "Copied" : "Copy all"}</Button>
          <a
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md border px-3 hover:bg-surface-3"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
            download="countersign-recovery-codes.txt"
          >
            <Download aria-hidden className="size-3.75" /> Download
          </a>
        </div>
        <Checkbox
          label="I have stored the codes"
          checked={isStored}
          onChange={(event) => setStored(event.target.checked)}
        />
        <FormAlert>{isWarned && !isStored ? "Store the codes, then tick the box." : null}</FormAlert>
      </div>
    </Dialog>
  );
}
