import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/auth/messages";
import { WelcomeForm } from "@/components/auth/welcome-form";
import { NounMessages } from "@/components/language/language-provider";
import { ButtonLink } from "@/components/ui/button";
import { isInvited } from "@/lib/auth/invitation";
import { pageLanguage } from "@/lib/http/language";
import { readParam, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("welcome.pageTitle") };
}

export default async function WelcomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const token = readParam(await searchParams, "token") ?? "";
  const language = await pageLanguage();
  const t = translatorOf(messages, language);
  if (!token || !(await isInvited(token)))
    return (
      <DoorPage language={language} title={t("welcome.notValid")} lead={t("welcome.usedUp")}>
        <ButtonLink href="/sign-in">{t("signIn.title")}</ButtonLink>
      </DoorPage>
    );
  return (
    <DoorPage language={language} title={t("welcome.title")} lead={t("welcome.lead")}>
      <NounMessages language={language} messages={{ auth: messagesIn(messages, language) }}>
        <WelcomeForm token={token} />
      </NounMessages>
    </DoorPage>
  );
}
