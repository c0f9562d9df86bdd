import { Search } from "lucide-react";
import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { eventNames } from "./event-words";

type AuditFilterProps = {
  path: string;
  given: { action?: string; resource?: string; about?: string; q?: string };
};

const options = [
  { value: "", label: "Every event" },
  ...Object.entries(eventNames).map(([value, label]) => ({ value, label })),
];

/** A plain form: it fills the address, so it works as soon as it is on the screen. */
export function AuditFilter({ path, given }: AuditFilterProps) {
  return (
    <Form
      key={`${given.action} ${given.resource} ${given.about} ${given.q}`}
      action={path}
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2"
    >
      <Select
        label="Event"
        hideLabel
        name="action"
        options={options}
        defaultValue={given.action ?? ""}
        fieldClassName="w-52"
      />
      <TextField
        label="Resource id"
        hideLabel
        type="search"
        name="resource"
        icon={<Search />}
        placeholder="Resource id"
        defaultValue={given.resource}
        autoComplete="off"
        spellCheck={false}
        fieldClassName="w-56"
      />
      <TextField
        label="Session or identity id, with everything that belongs to it"
        hideLabel
        type="search"
        name="about"
        icon={<Search />}
        placeholder="Session or identity, and all of it"
        defaultValue={given.about}
        autoComplete="off"
        spellCheck={false}
        fieldClassName="w-72"
      />
      <TextField
        label="Words"
        hideLabel
        type="search"
        name="q"
        icon={<Search />}
        placeholder="Person, address, id, detail"
        defaultValue={given.q}
        autoComplete="off"
        spellCheck={false}
        fieldClassName="w-56"
      />
      <Button type="submit">Filter</Button>
      {given.action || given.resource || given.about || given.q ? (
        <ButtonLink href={path} variant="ghost">
          Clear
        </ButtonLink>
      ) : null}
    </Form>
  );
}
