import { Forbidden } from "@/components/auth/forbidden";
import { BriefView } from "@/components/brief/brief-view";
import { messages } from "@/components/brief/messages";
import type { WordingTexts } from "@/components/brief/wording-card";
import { SessionGate } from "@/components/sessions/session-gate";
import { requirePerson } from "@/lib/auth/authenticate";
import { getBrief } from "@/lib/brief/read";
import { allowedModel } from "@/lib/brief/wording";
import { openRecordPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import type { Language } from "@/lib/language/languages";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";

export const metadata = { title: "Brief" };

/** What the card of the model says. */
function wordingTexts(
  language: Language,
  { host, name }: { host: string; name: string },
  count: number,
): WordingTexts {
  const { wording, sides } = messagesIn(messages, language);
  const t = translatorOf(messages, language);
  const before = t("wording.before", { host, model: name, count });
  return { ...wording, sides, before, after: t("wording.after", { host, model: name }) };
}

export default async function BriefPage({ params }: PageProps<{ caseId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const person = await requirePerson(environment);
  const opened = await openRecordPage(person, () => getBrief(person, { caseId: readSegment(given.caseId) }));
  if (opened?.isClosed) return <SessionGate sessionId={opened.sessionId} />;
  if (!opened) return <Forbidden title="Brief" environment={environment} />;
  const { language } = person.member;
  const t = translatorOf(messages, language);
  const model = await allowedModel(person);
  const count = opened.content.sentences.filter(({ side }) => side !== "similar").length;
  return (
    <BriefView
      {...{ environment, language }}
      brief={opened.content}
      t={t}
      wording={model && wordingTexts(language, model, count)}
    />
  );
}
