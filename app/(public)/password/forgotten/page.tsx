import { DoorPage } from "@/components/auth/door-page";
import { ForgottenForm } from "@/components/auth/forgotten-form";
import { messages } from "@/components/auth/messages";
import { NounMessages } from "@/components/language/language-provider";
import { ButtonLink } from "@/components/ui/button";
import { pageLanguage } from "@/lib/http/language";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { isMailOn } from "@/lib/platform/mail";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("forgotten.title") };
}

/** Where a member who has forgotten the password asks for a link. Without a mail server, an admin makes one. */
export default async function ForgottenPage() {
  const language = await pageLanguage();
  const t = translatorOf(messages, language);
  if (!isMailOn())
    return (
      <DoorPage language={language} title={t("forgotten.title")} lead={t("forgotten.askAdmin")}>
        <ButtonLink href="/sign-in">{t("forgotten.back")}</ButtonLink>
      </DoorPage>
    );
  return (
    <DoorPage language={language} title={t("forgotten.title")} lead={t("forgotten.lead")}>
      <NounMessages language={language} messages={{ auth: messagesIn(messages, language) }}>
        <ForgottenForm />
      </NounMessages>
    </DoorPage>
  );
}
