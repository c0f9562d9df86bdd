import { Check, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { none } from "@/components/sessions/looks";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { Table } from "@/components/ui/table";
import { countryName } from "@/lib/format/country";
import { day } from "@/lib/format/date";
import { words } from "@/lib/format/words";
import type { ScreeningCheckDto, UnreadHitField } from "@/lib/screening/schema";
import { isUnread, reasonText, unreadText } from "./reasons";

type Hit = ScreeningCheckDto["hits"][number];

const columns = [
  { key: "name", header: "Name" },
  { key: "score", header: "Match", align: "right", width: "5rem" },
  { key: "why", header: "Matched on" },
  { key: "list", header: "List" },
  { key: "born", header: "Date of birth" },
  { key: "countries", header: "Countries" },
  { key: "state", header: "Status" },
] as const;

const join = (values: readonly string[], label: (value: string) => string) =>
  values.length > 0 ? values.map(label).join(", ") : none;

const bornOn = (birthdate: string | null) => {
  if (!birthdate) return none;
  // Lists often have only a year, which is not a day.
  return /^\d{4}-\d\d-\d\d$/.test(birthdate) ? day(birthdate) : birthdate;
};

function Why({ hit }: { hit: Hit }) {
  const reason = reasonText(hit);
  return reason ? <span className="block text-sm text-ink-muted">{reason}</span> : null;
}

function cellsOf(hit: Hit, isGone: boolean) {
  const orUnread = (field: UnreadHitField, shown: ReactNode) => (isUnread(hit, field) ? unreadText : shown);
  return {
    name: hit.name ? (
      <ForeignText>{hit.name}</ForeignText>
    ) : (
      <i className="text-ink-muted">{orUnread("name", isGone ? "redacted" : "hidden")}</i>
    ),
    score: hit.matchScore?.toFixed(2) ?? none,
    why: orUnread("match_types", join(hit.matchTypes, words)),
    list: orUnread("list_name", hit.listName ?? none),
    born: orUnread("birthdate", bornOn(hit.birthdate)),
    countries: orUnread("countries", join(hit.countries, countryName)),
    state: hit.isDismissed ? (
      <span>
        <Pill tone="muted" icon={<Check />}>
          not a match
        </Pill>
        <Why hit={hit} />
      </span>
    ) : hit.isConfirmed ? (
      <span>
        <Pill tone="bad" icon={<CircleAlert />}>
          match
        </Pill>
        <Why hit={hit} />
      </span>
    ) : (
      <Pill tone="warn" icon={<CircleAlert />}>
        to resolve
      </Pill>
    ),
  };
}

/** Lists the hits of one check, best match first. */
export function HitTable({ hits, isGone, label }: { hits: readonly Hit[]; isGone: boolean; label: string }) {
  return (
    <div className="border-t">
      <Table
        caption={`Hits of ${label}`}
        columns={columns}
        rows={hits.map((hit, position) => ({ id: hit.id ?? String(position), cells: cellsOf(hit, isGone) }))}
      />
    </div>
  );
}
