import { Check, CircleAlert, CircleDashed, Minus, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { deskPath } from "@/components/cases/desk-path";
import { none } from "@/components/sessions/looks";
import type { Column } from "@/components/ui/data-table";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { shortId } from "@/components/ui/short-id";
import type { Environment } from "@/lib/actor/actor";
import { sentence, words } from "@/lib/format/words";
import type { Agreement, HitContrastDto, HitRowDto } from "@/lib/screening/schema";
import { isUnread, reasonText, unreadText } from "./reasons";

const agreementLooks: Record<Agreement, { word: string; mark: ReactNode }> = {
  agrees: { word: "agrees", mark: <Check aria-hidden className="size-3.5 text-warn" /> },
  partly: { word: "agrees in part", mark: <Minus aria-hidden className="size-3.5 text-warn" /> },
  differs: { word: "differs", mark: <X aria-hidden className="size-3.5 text-good" /> },
  unknown: { word: "unknown", mark: <CircleDashed aria-hidden className="size-3.5 text-ink-muted" /> },
};

const shown = (value: string | null) =>
  value ? <ForeignText>{value}</ForeignText> : <span className="text-ink-muted">not known</span>;

/** Ours above theirs, and beside them in a word whether they agree. */
function Versus({ row, about }: { row: HitRowDto; about: HitContrastDto["about"] }) {
  const found = row.contrasts.find((each) => each.about === about);
  if (row.isGone) return about === "name" ? <i className="text-ink-muted">no longer available</i> : none;
  if (!found) return none;
  const { word, mark } = agreementLooks[found.agreement];
  const field = { name: "name", birth_date: "birthdate", country: "countries" } as const;
  return (
    <div className="flex max-w-36 flex-col leading-snug">
      <span className="truncate">
        <span className="sr-only">Ours: </span>
        {shown(found.ours)}
      </span>
      <span className="truncate">
        <span className="sr-only">, theirs: </span>
        {isUnread(row.hit, field[about]) ? unreadText : shown(found.theirs)}
      </span>
      <span className="flex items-center gap-1 text-sm text-ink-muted">
        {mark}
        {word}
      </span>
    </div>
  );
}

function Entry({ row: { hit } }: { row: HitRowDto }) {
  return (
    <div className="flex max-w-36 flex-col leading-snug">
      <span className="truncate">
        {isUnread(hit, "list_name")
          ? unreadText
          : (hit.listName ?? <span className="text-ink-muted">not known</span>)}
      </span>
      <span title={hit.id} className="truncate font-mono text-sm text-ink-muted">
        <span className="sr-only">entry {hit.id}</span>
        <span aria-hidden>{hit.id.length > 14 ? shortId(hit.id, "middle") : hit.id}</span>
      </span>
      <span className="text-sm text-ink-muted">
        {hit.matchScore === null ? "no score" : `score ${hit.matchScore.toFixed(2)}`}
      </span>
    </div>
  );
}

const idLink = (href: string, id: string, what: string) => (
  <Link
    href={href}
    prefetch={false}
    title={id}
    className="inline-flex min-h-6 items-center font-mono text-sm text-link"
  >
    <span className="sr-only">{what} </span>
    {shortId(id, "start")}
    <span className="sr-only"> {id}</span>
  </Link>
);

function Where({ row, environment }: { row: HitRowDto; environment: Environment }) {
  return (
    <div className="flex flex-col items-start">
      {row.caseId ? (
        idLink(deskPath(environment, row.caseId), row.caseId, "case")
      ) : (
        <span className="text-sm text-ink-muted">no case</span>
      )}
      {idLink(`/${environment}/sessions/${encodeURIComponent(row.sessionId)}`, row.sessionId, "session")}
    </div>
  );
}

/** When the hit was found, and by which kind of check of whom. */
function Found({ row, now }: { row: HitRowDto; now: number }) {
  return (
    <div className="flex flex-col leading-snug">
      <RelativeTime at={row.createdAt} now={now} className="text-ink-muted" />
      {row.arrivedAt ? <Pill tone="warn">after the decision</Pill> : null}
      <span>{sentence(row.kind)}</span>
      {row.source ? <span className="text-sm text-ink-muted">{words(row.source)}</span> : null}
    </div>
  );
}

const isFinal = ({ caseStatus }: HitRowDto) => caseStatus === "approved" || caseStatus === "rejected";

/** Whether a hit came after its case was decided. */
export const isLate = (row: HitRowDto): boolean => isFinal(row) && row.arrivedAt !== null;

/** The hits of a decided case can no longer be resolved, unless they came after the decision. */
export const isDecided = (row: HitRowDto): boolean => isFinal(row) && row.arrivedAt === null;

/** Says how a hit was resolved, and why. */
function Resolution({ row }: { row: HitRowDto }) {
  const { hit, state } = row;
  if (state === "open")
    return isDecided(row) ? (
      <Pill tone="muted" icon={<CircleDashed />}>
        not resolved
      </Pill>
    ) : (
      <Pill tone="warn" icon={<CircleAlert />}>
        to resolve
      </Pill>
    );
  const why = reasonText(hit);
  return (
    <span className="flex max-w-36 flex-col items-start leading-snug">
      {state === "match" ? (
        <Pill tone="bad" icon={<CircleAlert />}>
          match
        </Pill>
      ) : (
        <Pill tone="muted" icon={<Check />}>
          not a match
        </Pill>
      )}
      {why ? (
        <span title={why} className="max-w-full truncate text-sm text-ink-muted">
          {why}
        </span>
      ) : null}
    </span>
  );
}

type ColumnsInput = {
  environment: Environment;
  now: number;
  actions: (row: HitRowDto) => ReactNode;
};

/** The columns of the worklist. */
export const worklistColumns = ({ environment, now, actions }: ColumnsInput): Column<HitRowDto>[] => [
  { key: "age", header: "Found", cell: (row) => <Found row={row} now={now} />, width: "7rem" },
  { key: "name", header: "Subject, list entry", cell: (row) => <Versus row={row} about="name" /> },
  { key: "born", header: "Date of birth", cell: (row) => <Versus row={row} about="birth_date" /> },
  { key: "country", header: "Country", cell: (row) => <Versus row={row} about="country" /> },
  { key: "list", header: "List", cell: (row) => <Entry row={row} /> },
  { key: "where", header: "Case, session", cell: (row) => <Where row={row} environment={environment} /> },
  {
    key: "state",
    header: "Status",
    cell: (row) => (
      <div className="flex flex-col items-start gap-1 py-1">
        <Resolution row={row} />
        {actions(row)}
      </div>
    ),
  },
];
