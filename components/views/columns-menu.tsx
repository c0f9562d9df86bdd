"use client";

import { Columns3 } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { Column } from "@/components/ui/data-table";
import { Popover } from "@/components/ui/popover";
import { changeQuery } from "@/components/ui/use-address-query";
import { searchWithColumns } from "./columns-state";

type ColumnsMenuProps = {
  columns: readonly Pick<Column<never>, "key" | "header">[];
  chosen: readonly string[];
  always: string;
};

function Choices({ columns, chosen, always }: ColumnsMenuProps) {
  const keys = columns.map(({ key }) => key);
  const [shown, setShown] = useState(chosen.length > 0 ? [...chosen, always] : keys);
  const choose = (next: readonly string[]) => {
    const ordered = keys.filter((key) => next.includes(key));
    setShown(ordered);
    changeQuery(searchWithColumns(location.search, ordered.length === keys.length ? [] : ordered), "replace");
  };
  return (
    <fieldset className="flex w-52 flex-col gap-1">
      <legend className="sr-only">Columns</legend>
      {columns.map(({ key, header }) => (
        <Checkbox
          key={key}
          label={header}
          checked={shown.includes(key) || key === always}
          disabled={key === always}
          onChange={({ target }) =>
            choose(target.checked ? [...shown, key] : shown.filter((each) => each !== key))
          }
          className="rounded-sm px-1 hover:bg-surface-3"
        />
      ))}
      {shown.length < keys.length ? (
        <Button size="sm" variant="ghost" onClick={() => choose(keys)} className="self-start">
          Show all
        </Button>
      ) : null}
    </fieldset>
  );
}

/** Chooses the columns of a list; the address has them. The column with the link of the row always stays. */
export function ColumnsMenu(props: ColumnsMenuProps) {
  return (
    <Popover
      label="Columns"
      align="end"
      triggerClassName={buttonClass({ variant: "ghost" })}
      trigger={
        <>
          <Columns3 aria-hidden />
          Columns
        </>
      }
    >
      <Choices {...props} />
    </Popover>
  );
}
