import { redirect } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/auth/messages";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SsoForm } from "@/components/auth/sso-form";
import { NounMessages } from "@/components/language/language-provider";
import { currentPerson } from "@/lib/auth/authenticate";
import { nextPath } from "@/lib/auth/next-path";
import { pageLanguage } from "@/lib/http/language";
import { readParam, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { isMailOn } from "@/lib/platform/mail";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("signIn.title") };
}

const endings = [
  ...(["saved", "unknown", "unsaved", "reset"] as const),
  ...(["sso_off", "sso_expired", "sso_failed", "sso_no_access", "sso_second_factor"] as const),
  ...(["sso_signed_out", "sso_kept"] as const),
];

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const next = nextPath(readParam(params, "next"));
  if (await currentPerson("live")) redirect(next);
  const language = await pageLanguage();
  const t = translatorOf(messages, language);
  const ended = endings.find((each) => each === readParam(params, "ended"));
  const sso = readParam(params, "sso");
  const title = sso === undefined ? t("signIn.title") : t("signIn.sso.title");
  return (
    <DoorPage language={language} title={title} lead={ended && t(`signIn.ended.${ended}`)}>
      <NounMessages language={language} messages={{ auth: messagesIn(messages, language) }}>
        {sso === undefined ? (
          <SignInForm next={next} sendsMail={isMailOn()} />
        ) : (
          <SsoForm next={next} connectionId={sso.startsWith("sso_") ? sso : null} />
        )}
      </NounMessages>
    </DoorPage>
  );
}
