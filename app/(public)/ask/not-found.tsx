import { messages } from "@/components/ask/messages";
import { DoorPage } from "@/components/auth/door-page";
import { messages as shared } from "@/components/language/messages";
import { pageLanguage } from "@/lib/http/language";
import { translatorOf } from "@/lib/language/translate";

export async function generateMetadata() {
  return { title: translatorOf(shared, await pageLanguage())("notFound") };
}

/** The same page for a closed form and for an organization that does not exist. */
export default async function AskNotFound() {
  const language = await pageLanguage();
  const t = translatorOf(messages, language);
  return (
    <DoorPage language={language} title={t("notFound.title")} lead={t("notFound.lead")}>
      {null}
    </DoorPage>
  );
}
