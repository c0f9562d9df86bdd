import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/auth/messages";
import { WelcomeForm } from "@/components/auth/welcome-form";
import { NounMessages } from "@/components/language/language-provider";
import { ButtonLink } from "@/components/ui/button";
import { findInvitation } from "@/lib/auth/invitation";
import { pageLanguage } from "@/lib/http/language";
import { readParam, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../visitor-language";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("welcome.pageTitle") };
}

export default async function WelcomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const token = readParam(await searchParams, "token") ?? "";
  const invitation = token ? await findInvitation(token) : null;
  const language = await pageLanguage(invitation?.language);
  const t = translatorOf(messages, language);
  if (!invitation)
    return (
      <DoorPage language={language} title={t("welcome.notValid")} lead={t("welcome.usedUp")}>
        <ButtonLink href="/sign-in">{t("signIn.title")}</ButtonLink>
      </DoorPage>
    );
  return (
    <VisitorLanguage language={language}>
      <DoorPage
        language={language}
        title={t("welcome.title")}
        lead={t("welcome.lead")}
        owner={invitation.owner}
      >
        <NounMessages language={language} messages={{ auth: messagesIn(messages, language) }}>
          <WelcomeForm token={token} />
        </NounMessages>
      </DoorPage>
    </VisitorLanguage>
  );
}
