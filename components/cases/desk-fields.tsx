import { Check, CircleHelp, Lock, Minus, Pencil, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { ForeignText } from "@/components/ui/foreign-text";
import { IconButton } from "@/components/ui/icon-button";
import { itemId } from "@/lib/brief/client";
import type { DeskDto, FieldRowDto } from "@/lib/cases/schema";
import { countryWithCode } from "@/lib/format/country";
import { day } from "@/lib/format/date";
import { type IssuerContext, isIssuedByStates, issuerWithCode } from "@/lib/format/issuer";
import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { fieldLabel } from "./field-labels";

const marks = {
  match: { Icon: Check, className: "text-good", word: "sources agree" },
  mismatch: { Icon: TriangleAlert, className: "text-bad", word: "sources differ" },
  single: { Icon: Minus, className: "text-ink-muted", word: "not compared" },
  missing: { Icon: Minus, className: "text-ink-muted", word: "not provided" },
  unreadable: { Icon: CircleHelp, className: "text-warn", word: "could not be read" },
  implausible: { Icon: TriangleAlert, className: "text-bad", word: "not plausible" },
} as const;

type Spelling = (value: string, issuer: IssuerContext) => string;
const asWords: Partial<Record<FieldRowDto["field"], Spelling>> = {
  date_of_birth: dayOrText,
  document_expiration_date: (value) => (value.startsWith("9999") ? `No expiry (${value})` : dayOrText(value)),
  nationality: countryWithCode,
  document_issuing_state: issuerWithCode,
  document_type: sentence,
  gender: sentence,
};

function dayOrText(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value;
}

/** Masked values are not formatted. */
const spell = (field: FieldRowDto["field"], value: string, issuer: IssuerContext) =>
  /^•+$/.test(value) ? value : (asWords[field]?.(value, issuer) ?? value);

type ShownFields = Pick<DeskDto, "isOpen" | "fields"> & {
  session: Pick<DeskDto["session"], "country" | "documentType">;
};

function issuerOf({ fields, session }: ShownFields): IssuerContext {
  const type = fields.find(({ field }) => field === "document_type")?.shown ?? session.documentType;
  return { country: session.country, isIssuedByStates: isIssuedByStates(type) };
}

type OnCorrect = (field: FieldRowDto["field"]) => void;

/** Values from the applicant, which cannot be corrected; extracted values can. */
const given: readonly FieldRowDto["field"][] = ["email", "phone"];

type FieldRowProps = { row: FieldRowDto; issuer: IssuerContext; onCorrect?: OnCorrect };

function FieldRow({ row, issuer, onCorrect }: FieldRowProps) {
  const { Icon, className, word } = marks[row.verdict];
  const isCorrected = row.sources.some(({ source }) => source === "corrected");
  const others = row.verdict === "mismatch" ? row.sources.filter(({ value }) => value !== row.shown) : [];
  return (
    <div
      id={itemId.field(row.field)}
      className={cx(
        "grid gap-2 px-3 py-1.5",
        onCorrect ? "grid-cols-[6rem_minmax(0,1fr)_2.75rem]" : "grid-cols-[6.5rem_minmax(0,1fr)_1rem]",
      )}
      data-verdict={row.verdict}
    >
      <dt className="text-ink-muted">{fieldLabel(row.field)}</dt>
      <dd className="min-w-0">
        <ForeignText>{row.shown === null ? "—" : spell(row.field, row.shown, issuer)}</ForeignText>
        {others.map(({ source, value }) => (
          <span key={source} className="block text-sm wrap-anywhere text-bad">
            {words(source)}: <ForeignText>{spell(row.field, value, issuer)}</ForeignText>
          </span>
        ))}
        {row.reason && (row.verdict !== "match" || isCorrected) ? (
          <span className="block text-sm text-ink-muted">{row.reason}</span>
        ) : null}
      </dd>
      <dd title={row.reason ?? word} className="flex items-start justify-end gap-1">
        {onCorrect && !given.includes(row.field) ? (
          <IconButton
            size="sm"
            label={`Correct ${fieldLabel(row.field)}`}
            onClick={() => onCorrect(row.field)}
            className="-mt-0.5 text-ink-muted"
          >
            <Pencil aria-hidden />
          </IconButton>
        ) : null}
        <Icon aria-hidden className={cx("mt-1 size-3.75 shrink-0", className)} />
        <span className="sr-only">{word}</span>
      </dd>
    </div>
  );
}

type DeskFieldsProps = { desk: ShownFields; mayClaim?: boolean; onCorrect?: OnCorrect };

/** Shows each field with the value of every source, and explains differences. */
export function DeskFields({ desk, mayClaim, onCorrect }: DeskFieldsProps) {
  const shown = desk.fields.filter(({ verdict }) => verdict !== "missing");
  const issuer = issuerOf(desk);
  const sources = new Set(shown.flatMap((row) => row.sources.map(({ source }) => source)));
  return (
    <section aria-labelledby="desk-fields">
      <header className="flex min-h-10 items-center border-b px-3">
        <h2 id="desk-fields" className="flex-1 font-semibold">
          Document vs. submitted data
        </h2>
        <span
          className="text-sm whitespace-nowrap text-ink-muted"
          title={`Compared across ${counted(sources.size, "source")}`}
        >
          {counted(sources.size, "source")}
        </span>
      </header>
      {!desk.isOpen && shown.length > 0 ? (
        <p className="flex items-center gap-1.5 border-b bg-surface-2 px-3 py-1.5 text-sm text-ink-muted">
          <Lock aria-hidden className="size-3.5" />{" "}
          {mayClaim ? "Masked. Claim the case to see values." : "Masked."}
        </p>
      ) : null}
      {shown.length > 0 ? (
        <dl className="py-1.5">
          {shown.map((row) => (
            <FieldRow key={row.field} row={row} issuer={issuer} onCorrect={onCorrect} />
          ))}
        </dl>
      ) : (
        <p className="px-3 py-4 text-ink-muted">No data was extracted, or it is no longer available.</p>
      )}
    </section>
  );
}
