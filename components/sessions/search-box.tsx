"use client";

import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
import { useHotkeys } from "@/components/ui/hotkeys";
import { TextField } from "@/components/ui/text-field";

/** Searches on Enter, because only exact values are found. */
export function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  useHotkeys("Sessions", [{ keys: "f", label: "Find a session", run: () => input.current?.focus() }]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(input.current?.value.trim() ?? "");
  };
  return (
    <search>
      <form onSubmit={submit}>
        <TextField
          ref={input}
          label="Find a session by ID, external reference or exact document number"
          hideLabel
          type="search"
          name="q"
          defaultValue={value}
          placeholder="ID, external reference, document number"
          icon={<Search />}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            if (event.target.value === "" && value) onSearch("");
          }}
          fieldClassName="w-75"
        />
      </form>
    </search>
  );
}
