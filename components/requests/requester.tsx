import Link from "next/link";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { ForeignText } from "@/components/ui/foreign-text";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { RequestDto } from "@/lib/requests/schema";
import { channelNames } from "./words";

const labels: Record<string, string> = {
  firstName: "First name",
  lastName: "Last name",
  dateOfBirth: "Date of birth",
  email: "E-mail",
  phone: "Phone",
  documentNumber: "Document number",
  externalRef: "Customer reference",
};

/** Shows the requester, their attributes, and their other requests. */
export function Requester({ request }: { request: RequestDto }) {
  const environment = useEnvironment();
  const { requester, details, duplicates, joinedInto } = request;
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
      {duplicates.length > 0 ? (
        <p className="mt-3 text-sm">
          Other open requests that seem to be from the same person: {duplicates.map(link)}. Merge the later
          request into the earlier one.
        </p>
      ) : null}
      {joinedInto ? <p className="mt-3 text-sm">Merged into {link(joinedInto)}.</p> : null}
    </Card>
  );
}
