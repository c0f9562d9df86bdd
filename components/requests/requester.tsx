import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { ForeignText } from "@/components/ui/foreign-text";
import { KeyValueList } from "@/components/ui/key-value-list";
import { day } from "@/lib/format/date";
import type { RequestDto } from "@/lib/requests/schema";
import { agentNames, channelNames } from "./words";

const labels: Record<string, string> = {
  firstName: "First name",
  lastName: "Last name",
  dateOfBirth: "Date of birth",
  email: "E-mail",
  phone: "Phone",
  documentNumber: "Document number",
  externalRef: "Customer reference",
};

/** Shows who asks on behalf of the requester, and what proved that they may. */
function Agent({ request: { agent, reasons } }: { request: RequestDto }) {
  if (!agent) return null;
  const { role, name, email, phone, proofSeenOn } = agent;
  const proof = proofSeenOn
    ? `Authority seen on ${day(proofSeenOn)}: ${reasons.authority ?? ""}`
    : "Authority not verified.";
  return (
    <div className="mt-3">
      <h3 className="text-sm font-semibold text-ink-muted">On behalf: {agentNames[role]}</h3>
      <p>
        <ForeignText>{[name, email, phone].filter(Boolean).join(" · ")}</ForeignText>
      </p>
      <p className="text-sm text-ink-muted">
        <ForeignText>{proof}</ForeignText>
      </p>
    </div>
  );
}

/** Shows the requester, their attributes, and their other requests. */
export function Requester({ request }: { request: RequestDto }) {
  const environment = useEnvironment();
  const { requester, details, duplicates, sameKind, joinedInto, reasons, dataFrom, dataTo } = request;
  const known = Object.entries(requester ?? {}).flatMap(([name, value]) =>
    value ? [{ key: name, label: labels[name] ?? name, value: <ForeignText>{value}</ForeignText> }] : [],
  );
  const link = (id: string) => (
    <Link
      key={id}
      href={`/${environment}/requests/${id}`}
      prefetch={false}
      className="font-mono text-sm text-link"
    >
      {id}
    </Link>
  );
  return (
    <Card title="Requester" aside={`received via ${channelNames[request.channel] ?? request.channel}`}>
      {known.length > 0 ? (
        <KeyValueList items={known} />
      ) : (
        <p className="text-ink-muted">Only members who answer requests can see the requester.</p>
      )}
      {details ? (
        <blockquote className="mt-3 border-l-2 pl-3 whitespace-pre-wrap">
          <ForeignText>{details}</ForeignText>
        </blockquote>
      ) : null}
      {dataFrom || dataTo ? (
        <p className="mt-3 text-sm">
          Only sessions {dataFrom ? `from ${day(dataFrom)} ` : ""}
          {dataTo ? `to ${day(dataTo)} ` : ""}
          are meant.
        </p>
      ) : null}
      <Agent request={request} />
      {sameKind.length > 0 ? (
        <p className="mt-3 text-sm font-medium text-warn">
          Open requests that ask for the same: {sameKind.map(link)}. Close the later one as a duplicate: merge
          it into the earlier one.
        </p>
      ) : null}
      {reasons.reopening ? <p className="mt-3 text-sm">Reopened because: {reasons.reopening}</p> : null}
      {duplicates.length > 0 ? (
        <p className="mt-3 text-sm">
          Other open requests that seem to be from the same person: {duplicates.map(link)}.
        </p>
      ) : null}
      {joinedInto ? <p className="mt-3 text-sm">Merged into {link(joinedInto)}.</p> : null}
    </Card>
  );
}
