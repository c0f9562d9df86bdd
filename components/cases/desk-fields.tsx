import { Check, Lock, Minus, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { DeskDto, FieldRowDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import { day } from "@/lib/format/date";
import { sentence, words } from "@/lib/format/words";

const marks = {
  match: { Icon: Check, className: "text-good", word: "sources agree" },
  mismatch: { Icon: TriangleAlert, className: "text-bad", word: "sources differ" },
  single: { Icon: Minus, className: "text-ink-muted", word: "one source only" },
  missing: { Icon: Minus, className: "text-ink-muted", word: "not given" },
} as const;

const names: Record<string, string> = {
  date_of_birth: "Born",
  document_number: "Document",
  document_expiration_date: "Expires",
  document_issuing_state: "Issued by",
};

const asWords: Partial<Record<FieldRowDto["field"], (value: string) => string>> = {
  date_of_birth: dayOrText,
  document_expiration_date: dayOrText,
  nationality: countryOrText,
  document_issuing_state: countryOrText,
  document_type: sentence,
  gender: sentence,
};

function dayOrText(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
}

function countryOrText(value: string): string {
  const name = countryName(value);
  return name === value ? value : `${name} (${value})`;
}

/** Masked values have no form to give them. */
const spell = (field: FieldRowDto["field"], value: string | null) =>
  value === null || /^•+$/.test(value) ? value : (asWords[field]?.(value) ?? value);

function FieldRow({ row }: { row: FieldRowDto }) {
  const { Icon, className, word } = marks[row.verdict];
  const others = row.verdict === "mismatch" ? row.sources.filter(({ value }) => value !== row.shown) : [];
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)_1rem] gap-2 px-3 py-1.5" data-verdict={row.verdict}>
      <dt className="text-ink-muted">{names[row.field] ?? sentence(row.field)}</dt>
      <dd className="min-w-0">
        <span className="wrap-anywhere">{spell(row.field, row.shown) ?? "—"}</span>
        {others.map(({ source, value }) => (
          <span key={source} className="block text-sm wrap-anywhere text-bad">
            {words(source)}: {spell(row.field, value)}
          </span>
        ))}
        {row.verdict === "mismatch" && row.reason ? (
          <span className="block text-sm text-ink-muted">{row.reason}</span>
        ) : null}
      </dd>
      <dd title={row.reason ?? word} className="pt-1">
        <Icon aria-hidden className={cx("size-3.75", className)} />
        <span className="sr-only">{word}</span>
      </dd>
    </div>
  );
}

/** Each field as every source has it; what differs says how. */
export function DeskFields({ desk }: { desk: DeskDto }) {
  const shown = desk.fields.filter(({ verdict }) => verdict !== "missing");
  const sources = new Set(shown.flatMap((row) => row.sources.map(({ source }) => source)));
  return (
    <section aria-labelledby="desk-fields">
      <header className="flex min-h-10 items-center border-b px-3">
        <h2 id="desk-fields" className="flex-1 font-semibold">
          Document against form
        </h2>
        <span className="text-sm text-ink-muted">
          {sources.size} {sources.size === 1 ? "source" : "sources"}
        </span>
      </header>
      {!desk.isOpen && shown.length > 0 ? (
        <p className="flex items-center gap-1.5 border-b bg-surface-2 px-3 py-1.5 text-sm text-ink-muted">
          <Lock aria-hidden className="size-3.5" /> Masked: values are open to whoever holds the case.
        </p>
      ) : null}
      {shown.length > 0 ? (
        <dl className="py-1.5">
          {shown.map((row) => (
            <FieldRow key={row.field} row={row} />
          ))}
        </dl>
      ) : (
        <p className="px-3 py-4 text-ink-muted">Nothing was extracted, or it is no longer shown.</p>
      )}
    </section>
  );
}
