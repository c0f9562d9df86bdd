"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DaysForm } from "@/components/shell/days-form";
import { useEnvironment } from "@/components/shell/environment";
import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { Exact } from "@/components/ui/time-zone";
import { counted, duration, thousands } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { involvementQueries } from "@/lib/involvement/client";
import type { InvolvementDto, InvolvementQuery } from "@/lib/involvement/schema";
import { QualityTabs } from "./quality-tabs";

function took(seconds: number | null): string {
  if (seconds === null) return "—";
  return seconds < 1 ? "under 1 s" : duration(seconds * 1000);
}
const share = (part: number, whole: number) =>
  whole > 0 ? `${thousands(part)} of ${thousands(whole)}` : "—";

const columns = [
  { key: "name", header: "Decided by" },
  { key: "decisions", header: "Decisions", align: "right" },
  { key: "opened", header: "Opened case", align: "right" },
  { key: "saw", header: "Saw image", align: "right" },
  { key: "acted", header: "Changed", align: "right" },
  { key: "median", header: "Median claimed", align: "right" },
  { key: "tenth", header: "Fastest tenth", align: "right" },
  { key: "byApi", header: "By API", align: "right" },
] as const;

function personRow(person: InvolvementDto["people"][number]) {
  const atDesk = person.decisions - person.byApi;
  return {
    id: person.memberId,
    cells: {
      name: <span className="wrap-anywhere">{person.name}</span>,
      decisions: thousands(person.decisions),
      opened: share(person.opened, atDesk),
      saw: share(person.sawImages, person.withImages),
      acted: share(person.acted, atDesk),
      median: took(person.medianHeldSeconds),
      tenth:
        person.tenthHeldSeconds === null
          ? "—"
          : person.tenthHeldSeconds < 1
            ? took(0)
            : `under ${took(person.tenthHeldSeconds)}`,
      byApi: thousands(person.byApi),
    },
  };
}

const unseenColumns = [
  { key: "decision", header: "Decision" },
  { key: "by", header: "Decided by" },
  { key: "at", header: "Decided" },
  { key: "held", header: "Time claimed", align: "right" },
] as const;

type InvolvementViewProps = {
  query: InvolvementQuery;
  mayReadLooks: boolean;
  /** Whether the member may open the screen of a decision. */
  mayOpen: boolean;
};

/** Shows what part people had in the decisions of some days. */
export function InvolvementView({ query, mayReadLooks, mayOpen }: InvolvementViewProps) {
  const environment = useEnvironment();
  const { data } = useSuspenseQuery(involvementQueries.figures(environment, query));
  const { days, people, unseen, notCounted, logSince } = data;
  const path = `/${environment}/quality/involvement`;
  const at = ({ caseId, id }: InvolvementDto["unseen"][number]) =>
    `/${environment}/queue/${encodeURIComponent(caseId)}/decisions/${encodeURIComponent(id)}`;
  return (
    <>
      <TopBar
        title="Human involvement"
        trail={mayReadLooks ? [{ href: `/${environment}/quality`, label: "Quality" }] : []}
      />
      <QualityTabs current="involvement" mayReadLooks={mayReadLooks} />
      <DaysForm path={path} what="decisions" days={days} isChosen={Boolean(query.from || query.to)} />
      <div className="flex flex-col gap-3 p-4">
        <Card
          title="Part of people in final decisions"
          aside={`${days.from} to ${days.to}, ${days.timeZone}`}
          flush
        >
          {people.length > 0 ? (
            <Table caption="Human involvement by person" columns={columns} rows={people.map(personRow)} />
          ) : (
            <p className="p-3 text-ink-muted">No final decisions on these days.</p>
          )}
          <p className="border-t p-3 text-sm text-ink-muted">
            Counted from the audit log: what was on the person’s screen and what they did until the decision.
            Time claimed runs from the claim to the decision; how attentively a person looked is not recorded.
            “Saw image” counts sessions whose images are still stored.
            {notCounted > 0 && logSince ? (
              <>
                {" "}
                {counted(notCounted, "decision")} on older cases {notCounted === 1 ? "is" : "are"} not
                counted: the log begins on <Exact at={logSince} />.
              </>
            ) : null}
          </p>
        </Card>
        <Card
          title="Decisions without an image on the screen"
          aside={unseen.length >= 100 ? "the newest 100" : undefined}
          flush
        >
          {unseen.length > 0 ? (
            <Table
              caption="Decisions before which no image was on the screen"
              columns={unseenColumns}
              rows={unseen.map((each) => ({
                id: each.id,
                cells: {
                  decision: mayOpen ? (
                    <Link className="text-link" href={at(each)}>
                      {sentence(each.decision)}
                    </Link>
                  ) : (
                    sentence(each.decision)
                  ),
                  by: <span className="wrap-anywhere">{each.decidedBy}</span>,
                  at: <Exact at={each.decidedAt} />,
                  held: took(each.heldSeconds),
                },
              }))}
            />
          ) : (
            <p className="p-3 text-ink-muted">
              None of these days. Decisions made through the API are not listed.
            </p>
          )}
        </Card>
      </div>
    </>
  );
}
