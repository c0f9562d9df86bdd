"use client";

import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import { useHotkeys } from "./hotkeys";
import { TextField } from "./text-field";

type FindBoxProps = {
  /** What is found now, as the address has it. */
  value: string;
  onFind: (text: string) => void;
  /** The heading of the list's keys in the help. */
  keysOf: string;
  /** What the key `f` does. */
  keyLabel: string;
  label: string;
  placeholder: string;
  fieldClassName: string;
};

/** Finds on Enter, because only exact values are found. */
export function FindBox({ value, onFind, keysOf, keyLabel, ...field }: FindBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  useHotkeys(keysOf, [{ keys: "f", label: keyLabel, run: () => input.current?.focus() }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFind(input.current?.value.trim() ?? "");
  };
  return (
    <search>
      <form onSubmit={submit}>
        <TextField
          {...field}
          ref={input}
          hideLabel
          type="search"
          name="q"
          defaultValue={value}
          icon={<Search />}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            if (event.target.value === "" && value) onFind("");
          }}
        />
      </form>
    </search>
  );
}
