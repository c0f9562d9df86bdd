import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/auth/messages";
import { PasswordForm } from "@/components/auth/password-form";
import { NounMessages } from "@/components/language/language-provider";
import { ButtonLink } from "@/components/ui/button";
import { findPasswordLink } from "@/lib/auth/password-link";
import { pageLanguage } from "@/lib/http/language";
import { readParam, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../visitor-language";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("password.pageTitle") };
}

export default async function PasswordPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const token = readParam(await searchParams, "token") ?? "";
  const found = token ? await findPasswordLink(token) : null;
  const language = await pageLanguage(found?.language);
  const t = translatorOf(messages, language);
  if (!found)
    return (
      <DoorPage language={language} title={t("welcome.notValid")} lead={t("welcome.usedUp")}>
        <ButtonLink href="/sign-in">{t("signIn.title")}</ButtonLink>
      </DoorPage>
    );
  return (
    <VisitorLanguage language={language}>
      <DoorPage language={language} title={t("password.title")} lead={t("password.lead")} owner={found.owner}>
        <NounMessages language={language} messages={{ auth: messagesIn(messages, language) }}>
          <PasswordForm token={token} />
        </NounMessages>
      </DoorPage>
    </VisitorLanguage>
  );
}
