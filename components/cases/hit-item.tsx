"use client";

import { Check, X } from "lucide-react";
import { type Contrast, contrastsOf } from "@/components/screening/compare-hit";
import { isUnread, reasonText, unreadText } from "@/components/screening/reasons";
import { Button } from "@/components/ui/button";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { itemId } from "@/lib/brief/client";
import type { FieldRowDto } from "@/lib/cases/schema";
import { words } from "@/lib/format/words";
import type { HitDto } from "@/lib/screening/schema";

export type FoundHit = { checkId: string; hit: HitDto };

export const isOpenHit = ({ hit }: FoundHit) => !hit.isDismissed && !hit.isConfirmed;
const nameOf = (hit: HitDto) => hit.name ?? (isUnread(hit, "name") ? `name ${unreadText}` : "hidden");

/** The name that distinguishes a hit for screen readers. */
export const hitName = (hit: HitDto) => [nameOf(hit), hit.listName].filter(Boolean).join(", ");

function ContrastRow({ label, ours, theirs, differs }: Contrast) {
  return (
    <tr>
      <th scope="row" className="pr-2 text-left font-normal text-ink-muted">
        {label}
      </th>
      <td className="pr-2">{ours === null ? "—" : <ForeignText>{ours}</ForeignText>}</td>
      <td className="pr-1">{theirs === null ? "—" : <ForeignText>{theirs}</ForeignText>}</td>
      <td>
        {differs === null ? (
          <span className="sr-only">unknown</span>
        ) : differs ? (
          <X aria-label="differs" className="size-3.5 text-good" />
        ) : (
          <Check aria-label="agrees" className="size-3.5 text-warn" />
        )}
      </td>
    </tr>
  );
}

/** Compares the person with the list entry, value by value. */
export function Contrasts({ hit, fields }: { hit: HitDto; fields: readonly FieldRowDto[] }) {
  return (
    <table className="mt-1 text-sm">
      <caption className="sr-only">This person compared with the list entry</caption>
      <thead className="text-ink-muted">
        <tr>
          <td />
          <th scope="col" className="pr-2 text-left font-normal">
            {" "}
            This person{" "}
          </th>
          <th scope="col" className="text-left font-normal">
            {" "}
            List entry{" "}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {contrastsOf(hit, fields).map((contrast) => (
          <ContrastRow key={contrast.label} {...contrast} />
        ))}
      </tbody>
    </table>
  );
}

function Resolved({ found, onReopen }: { found: FoundHit; onReopen?: () => void }) {
  const { hit } = found;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-1.5 text-sm text-ink-muted">
      {hit.isConfirmed ? <Pill tone="bad">match</Pill> : <Pill tone="muted">not a match</Pill>}
      {reasonText(hit)}
      {onReopen ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Reopen: ${hitName(hit)}`}
          onClick={onReopen}
          className="ml-auto"
        >
          {" "}
          Reopen{" "}
        </Button>
      ) : null}
    </p>
  );
}

type HitItemProps = {
  found: FoundHit;
  fields: readonly FieldRowDto[];
  isFirst: boolean;
  mayResolve: boolean;
  onDismiss: () => void;
  onConfirm: () => void;
  onReopen?: () => void;
};

/** Shows one hit: the name on the list, the differences from the person, and the two answers. */
export function HitItem(props: HitItemProps) {
  const { found, fields, isFirst, mayResolve, onDismiss, onConfirm, onReopen } = props;
  const { hit } = found;
  const about = [
    isUnread(hit, "list_name") ? `list ${unreadText}` : hit.listName,
    isUnread(hit, "match_types") && `Matched on: ${unreadText}`,
    hit.matchTypes.length > 0 && `Matched on: ${hit.matchTypes.map(words).join(", ")}`,
  ];
  return (
    <li id={itemId.hit(found.checkId, hit.id)} className="rounded-md border p-2">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <ForeignText>{nameOf(hit)}</ForeignText>
        </span>
        <span className="text-sm text-ink-muted">{hit.matchScore?.toFixed(2)}</span>
      </div>
      <p className="text-sm text-ink-muted">{about.filter(Boolean).join(" · ")}</p>
      <Contrasts hit={hit} fields={fields} />
      {!isOpenHit(found) ? (
        <Resolved found={found} onReopen={onReopen} />
      ) : mayResolve ? (
        <div className="mt-1.5 flex gap-1.5">
          <Button
            size="sm"
            shortcut={isFirst ? "D" : undefined}
            aria-label={`Not a match: ${hitName(hit)}`}
            onClick={onDismiss}
          >
            Not a match
          </Button>
          <Button size="sm" aria-label={`Match: ${hitName(hit)}`} onClick={onConfirm}>
            Match…
          </Button>
        </div>
      ) : null}
    </li>
  );
}
