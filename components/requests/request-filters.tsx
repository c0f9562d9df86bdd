"use client";

import { useQuery } from "@tanstack/react-query";
import Form from "next/form";
import { type ChangeEvent, useRef } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button, ButtonLink } from "@/components/ui/button";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { useColumns } from "@/components/views/use-columns";
import { registerQueries } from "@/lib/register/client";
import { requestKinds } from "@/lib/requests/schema";
import { kindNames, lawNames } from "./words";

/** What narrows the list, as the address has it. */
export type Narrowed = Partial<Record<"kind" | "jurisdiction" | "assignedTo" | "q" | "from" | "to", string>>;

const laws = ["gdpr", "uk_gdpr", "ccpa"] as const;

type RequestFiltersProps = { status: string; narrowed: Narrowed };

function ReceiptDays({ narrowed }: { narrowed: Narrowed }) {
  const day = (name: "from" | "to", label: string) => (
    <TextField
      label={label}
      hideLabel
      type="date"
      name={name}
      defaultValue={narrowed[name] ?? ""}
      min="2000-01-01"
      max="2099-12-31"
      fieldClassName="w-36"
    />
  );
  return (
    <span className="inline-flex items-center gap-2">
      <span className="text-ui text-ink-muted">Received</span>
      {day("from", "First day of receipt")}
      <span aria-hidden className="text-ink-muted">
        to
      </span>
      {day("to", "Last day of receipt, included")}
    </span>
  );
}

/** Narrows the list. A plain form that fills the address; a choice is applied at once. */
export function RequestFilters({ status, narrowed }: RequestFiltersProps) {
  const environment = useEnvironment();
  const { chosen, keep } = useColumns();
  const search = useRef<HTMLInputElement>(null);
  const { data } = useQuery(registerQueries.assignees(environment));
  useHotkeys("Requests", [{ keys: "f", label: "Find a request by ID", run: () => search.current?.focus() }]);
  const path = `/${environment}/requests`;
  const apply = ({ currentTarget }: ChangeEvent<HTMLSelectElement>) => currentTarget.form?.requestSubmit();
  const workers = data?.data ?? [];
  const gone =
    data && narrowed.assignedTo && !["none", ...workers.map(({ id }) => id)].includes(narrowed.assignedTo);
  const select = (
    name: "kind" | "jurisdiction" | "assignedTo",
    label: string,
    options: [string, string][],
  ) => (
    <Select
      label={label}
      hideLabel
      name={name}
      defaultValue={narrowed[name] ?? ""}
      options={options.map(([value, text]) => ({ value, label: text }))}
      onChange={apply}
    />
  );
  return (
    <Form
      key={JSON.stringify([status, narrowed, data !== undefined])}
      action={path}
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-3 py-1.5"
    >
      {status === "open" ? null : <input type="hidden" name="status" value={status} />}
      {chosen.length > 0 ? <input type="hidden" name="cols" value={chosen.join(",")} /> : null}
      <TextField
        ref={search}
        label="Find a request by the beginning of its ID"
        hideLabel
        type="search"
        name="q"
        defaultValue={narrowed.q ?? ""}
        placeholder="Request ID"
        autoComplete="off"
        spellCheck={false}
        fieldClassName="w-48"
      />
      {select("kind", "Type", [
        ["", "All types"],
        ...requestKinds.map((kind): [string, string] => [kind, kindNames[kind]]),
      ])}
      {select("jurisdiction", "Law", [
        ["", "All laws"],
        ...laws.map((id): [string, string] => [id, lawNames[id]]),
      ])}
      {select("assignedTo", "Assigned to", [
        ["", "Assigned to anyone"],
        ["none", "Assigned to nobody"],
        ...workers.map(({ id, name }): [string, string] => [id, name]),
        ...(gone ? [[narrowed.assignedTo ?? "", "Another member"] as [string, string]] : []),
      ])}
      <ReceiptDays narrowed={narrowed} />
      <Button type="submit">Show</Button>
      {Object.keys(narrowed).length > 0 ? (
        <ButtonLink href={keep(status === "open" ? path : `${path}?status=${status}`)} variant="ghost">
          Clear
        </ButtonLink>
      ) : null}
    </Form>
  );
}
