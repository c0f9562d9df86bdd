import { Search } from "lucide-react";
import Form from "next/form";
import { ExportCsv } from "@/components/shell/export-csv";
import { Button, ButtonLink } from "@/components/ui/button";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { AuditActor } from "@/lib/audit/schema";
import { sentence } from "@/lib/format/words";
import { eventsByArea } from "./event-words";

/** The filters in the address, each as typed. */
export type AuditState = Partial<
  Record<"action" | "actor" | "from" | "to" | "resource" | "about" | "q", string>
>;

type AuditFilterProps = {
  path: string;
  given: AuditState;
  actors: readonly AuditActor[];
  /** The same filters as the API takes them. */
  params: Readonly<Record<string, string | undefined>>;
};

const events: SelectOption[] = [
  { value: "", label: "All events" },
  ...eventsByArea.map(([value, label, group]) => ({ value, label, group })),
];

const kindNames: Record<string, string> = { person: "Members", api_key: "API keys", job: "Jobs" };

function actorOptions(actors: readonly AuditActor[], chosen: string | undefined): SelectOption[] {
  const known = actors.map(({ id, name, kind }) => ({
    value: id,
    label: name || id,
    group: kindNames[kind] ?? sentence(kind),
  }));
  const isOther = chosen && !actors.some(({ id }) => id === chosen);
  return [
    { value: "", label: "All actors" },
    ...(isOther ? [{ value: chosen, label: chosen }] : []),
    ...known,
  ];
}

function IdField({
  name,
  label,
  placeholder,
  value,
  width,
}: Record<"name" | "label" | "placeholder" | "width", string> & { value?: string }) {
  return (
    <TextField
      label={label}
      hideLabel
      type="search"
      name={name}
      icon={<Search />}
      placeholder={placeholder}
      defaultValue={value}
      autoComplete="off"
      spellCheck={false}
      fieldClassName={width}
    />
  );
}

/** A plain form that fills the address, so it works before scripts run. */
export function AuditFilter({ path, given, actors, params }: AuditFilterProps) {
  const { action, actor, from, to, resource, about, q } = given;
  return (
    <Form
      key={JSON.stringify(given)}
      action={path}
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2"
    >
      <Select
        label="Event"
        hideLabel
        name="action"
        options={events}
        defaultValue={action ?? ""}
        fieldClassName="w-52"
      />
      <Select
        label="Who acted"
        hideLabel
        name="actor"
        options={actorOptions(actors, actor)}
        defaultValue={actor ?? ""}
        fieldClassName="w-44"
      />
      <TextField
        label="From day, UTC"
        hideLabel
        type="date"
        name="from"
        defaultValue={from}
        max="9999-12-31"
        fieldClassName="w-36"
      />
      <span aria-hidden className="text-ink-muted">
        to
      </span>
      <TextField
        label="To day, UTC, included"
        hideLabel
        type="date"
        name="to"
        defaultValue={to}
        max="9999-12-31"
        fieldClassName="w-36"
      />
      <IdField name="resource" label="Resource ID" placeholder="Resource ID" value={resource} width="w-48" />
      <IdField
        name="about"
        label="Session or identity ID, with everything that belongs to it"
        placeholder="Session or identity, and all of it"
        value={about}
        width="w-64"
      />
      <IdField name="q" label="Words" placeholder="Person, address, ID, detail" value={q} width="w-52" />
      <Button type="submit">Filter</Button>
      {Object.keys(given).length > 0 ? (
        <ButtonLink href={path} variant="ghost">
          Clear
        </ButtonLink>
      ) : null}
      <div className="ml-auto">
        <ExportCsv path="/events" name="audit-log" params={params} />
      </div>
    </Form>
  );
}
