import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { sentence } from "@/lib/format/words";

type DaysFormProps = {
  path: string;
  /** What the days are of, in the plural. */
  what: string;
  days: { from: string; to: string; timeZone: string };
  /** The address names the days. */
  isChosen: boolean;
};

/** Chooses a range of days. A plain form that fills the address, so it works before scripts run. */
export function DaysForm({ path, what, days: { from, to, timeZone }, isChosen }: DaysFormProps) {
  return (
    <Form
      key={`${from} ${to}`}
      action={path}
      className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2"
    >
      <span className="text-ui text-ink-muted">{sentence(what)} from</span>
      <TextField
        label={`First day of ${what}, ${timeZone}`}
        hideLabel
        type="date"
        name="from"
        defaultValue={from}
        min="2000-01-01"
        max="2099-12-31"
        fieldClassName="w-36"
      />
      <span aria-hidden className="text-ink-muted">
        to
      </span>
      <TextField
        label={`Last day of ${what}, included, ${timeZone}`}
        hideLabel
        type="date"
        name="to"
        defaultValue={to}
        min="2000-01-01"
        max="2099-12-31"
        fieldClassName="w-36"
      />
      <Button type="submit">Show</Button>
      {isChosen ? (
        <ButtonLink href={path} variant="ghost">
          Clear
        </ButtonLink>
      ) : null}
    </Form>
  );
}
