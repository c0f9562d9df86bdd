import { EventFacts } from "@/components/audit/event-facts";
import { eventName } from "@/components/audit/event-words";
import { Forbidden } from "@/components/auth/forbidden";
import { TopBar } from "@/components/shell/top-bar";
import { getEvent } from "@/lib/audit/read";
import { requirePerson } from "@/lib/auth/authenticate";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";

export const metadata = { title: "Audit event" };

export default async function AuditEventPage({ params }: PageProps<{ eventId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const eventId = readSegment(given.eventId);
  const person = await requirePerson(environment);
  const opened = await openPage(person, () => getEvent(person, { eventId }));
  if (!opened) return <Forbidden title="Audit event" environment={environment} />;
  const event = opened.content;
  return (
    <>
      <TopBar title={eventName(event.type)} trail={[{ label: "Audit log", href: `/${environment}/audit` }]} />
      <EventFacts event={event} environment={environment} />
    </>
  );
}
