import { Eye } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { ForeignText } from "@/components/ui/foreign-text";
import type { ExtractedDataDto } from "@/lib/contract/result";
import type { PiiField } from "@/lib/contract/vocabulary";
import type { IssuerContext } from "@/lib/format/issuer";
import { none } from "./looks";
import { isMasked, type PiiRow, piiRows, piiText } from "./pii-values";

type PiiListProps = {
  data: ExtractedDataDto;
  issuer: IssuerContext;
  /** Undefined for roles that may not reveal. */
  onReveal?: (field: PiiField) => void;
  /** Fields whose reveal is under way. */
  pending: readonly PiiField[];
};

function Value({ row, text }: { row: PiiRow; text: string | null }) {
  if (text === null) return none;
  return (
    <ForeignText className={cx(row.isCode && "font-mono text-ui", isMasked(text) && "text-ink-2")}>
      {text}
    </ForeignText>
  );
}

/** Lists the fields, one per line, in two columns where there is room. */
export function PiiList({ data, issuer, onReveal, pending }: PiiListProps) {
  return (
    <dl className="grid gap-x-8 md:grid-cols-2">
      {piiRows.map((row) => {
        const text = piiText(data, row, issuer);
        return (
          <div
            key={row.field}
            className="grid min-h-8 grid-cols-[7rem_minmax(0,1fr)_auto] items-center gap-2"
          >
            <dt className="text-ui text-ink-muted">{row.label}</dt>
            <dd>
              <Value row={row} text={text} />
            </dd>
            {onReveal && text !== null && isMasked(text) ? (
              <dd>
                <Button
                  size="sm"
                  variant="ghost"
                  icon={<Eye aria-hidden />}
                  aria-label={`Reveal ${row.label}`}
                  onClick={() => onReveal(row.field)}
                  pending={pending.includes(row.field)}
                  className="text-ink-muted"
                >
                  Reveal
                </Button>
              </dd>
            ) : null}
          </div>
        );
      })}
    </dl>
  );
}
