import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/capture/messages";
import { messages as shared } from "@/components/language/messages";
import { pageLanguage } from "@/lib/http/language";
import { translatorOf } from "@/lib/language/translate";

export async function generateMetadata() {
  return { title: translatorOf(shared, await pageLanguage())("notFound") };
}

/** The same page for unknown links, and for those of sessions that are redacted or restricted. */
export default async function CaptureNotFound() {
  const language = await pageLanguage();
  const t = translatorOf(messages, language);
  return (
    <DoorPage language={language} title={t("notFound.title")} lead={t("notFound.lead")}>
      {null}
    </DoorPage>
  );
}
