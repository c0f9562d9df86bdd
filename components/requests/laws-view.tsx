import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Toolbar } from "@/components/ui/toolbar";
import { day } from "@/lib/format/date";
import type { LawDto } from "@/lib/laws/schema";
import { RequestTabs } from "./request-tabs";
import { kindNames, lawNames } from "./words";

const labels: Record<LawDto["rules"][number]["rule"], string> = {
  answer: "Answer",
  extended: "After an extension",
  pause: "Waiting for the requester",
  working_day: "Weekend or holiday",
  confirm: "Confirmation of receipt",
  withheld: "Never disclosed",
};

function LawCard({ law }: { law: LawDto }) {
  const inForce = law.until
    ? `for requests received from ${day(law.validFrom)} to ${day(law.until)}`
    : `for requests received since ${day(law.validFrom)}`;
  return (
    <Card id={law.version} title={lawNames[law.jurisdiction]} aside={inForce}>
      <KeyValueList
        items={law.rules.map(({ rule, says, source }) => ({
          key: rule,
          label: labels[rule],
          value: (
            <>
              {says}
              {source ? (
                <a
                  className="block text-sm text-link"
                  href={source.url}
                  target="_blank"
                  rel="noreferrer noopener"
                >
                  {source.text}
                </a>
              ) : null}
            </>
          ),
        }))}
      />
      <h3 className="mt-3 text-sm font-semibold text-ink-muted">Types of requests</h3>
      <ul className="mt-1 grid gap-1 text-sm sm:grid-cols-2">
        {law.kinds.map(({ kind, source }) => (
          <li key={kind}>
            {kindNames[kind]}
            <a className="block text-link" href={source.url} target="_blank" rel="noreferrer noopener">
              {source.text}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type LawsViewProps = { environment: string; laws: readonly LawDto[] };

/** Lists the rules of each law, with their sources and the days of receipt that they apply to. */
export function LawsView({ environment, laws }: LawsViewProps) {
  return (
    <>
      <TopBar title="Laws" trail={[{ href: `/${environment}/requests`, label: "Requests" }]} />
      <Toolbar>
        <RequestTabs current="laws" />
      </Toolbar>
      <div className="grid content-start gap-3 p-4">
        <p className="max-w-prose text-sm text-ink-muted">
          A request keeps the rules of the day on which it was received. Changes that your organization has
          made under Settings, Requests are not listed here.
        </p>
        {laws.map((law) => (
          <LawCard key={law.version} law={law} />
        ))}
      </div>
    </>
  );
}
