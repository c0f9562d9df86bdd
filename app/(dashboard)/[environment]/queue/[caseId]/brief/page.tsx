import { Forbidden } from "@/components/auth/forbidden";
import { BriefView } from "@/components/brief/brief-view";
import { messages } from "@/components/brief/messages";
import { SessionGate } from "@/components/sessions/session-gate";
import { requirePerson } from "@/lib/auth/authenticate";
import { getBrief } from "@/lib/brief/read";
import { allowedModel } from "@/lib/brief/wording";
import { openRecordPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { translatorOf } from "@/lib/language/translate";

export const metadata = { title: "Brief" };

export default async function BriefPage({ params }: PageProps<{ caseId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const person = await requirePerson(environment);
  const opened = await openRecordPage(person, () => getBrief(person, { caseId: readSegment(given.caseId) }));
  if (opened?.isClosed) return <SessionGate sessionId={opened.sessionId} />;
  if (!opened) return <Forbidden title="Brief" environment={environment} />;
  const { language } = person.member;
  const model = await allowedModel(person);
  return (
    <BriefView
      {...{ environment, language }}
      brief={opened.content}
      t={translatorOf(messages, language)}
      model={model && { host: model.host, name: model.name }}
    />
  );
}
