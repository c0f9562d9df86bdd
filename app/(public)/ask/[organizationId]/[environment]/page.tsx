import { notFound } from "next/navigation";
import { AskForm } from "@/components/ask/ask-form";
import { messages } from "@/components/ask/messages";
import { DoorPage } from "@/components/auth/door-page";
import { NounMessages } from "@/components/language/language-provider";
import { findAskPage } from "@/lib/auth/ask";
import { pageLanguage } from "@/lib/http/language";
import { readEnvironment, readSegment } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../../../visitor-language";

export async function generateMetadata() {
  return { title: translatorOf(messages, await pageLanguage())("pageTitle") };
}

type AskPageProps = { params: Promise<{ organizationId: string; environment: string }> };

/** The public page for requests, if the organization's settings open it. */
export default async function AskPage({ params }: AskPageProps) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const organizationId = readSegment(given.organizationId);
  const page = await findAskPage(organizationId, environment);
  if (!page) notFound();
  const language = await pageLanguage(page.language);
  const t = translatorOf(messages, language);
  return (
    <VisitorLanguage language={language}>
      <DoorPage
        wide
        owner={page.owner}
        language={language}
        title={t("title", { organization: page.owner.name })}
        lead={environment === "sandbox" ? t("sandbox") : t("lead")}
      >
        {page.text ? <p className="mb-4 whitespace-pre-wrap">{page.text}</p> : null}
        <NounMessages language={language} messages={{ ask: messagesIn(messages, language) }}>
          <AskForm organizationId={organizationId} environment={environment} kinds={page.kinds} />
        </NounMessages>
      </DoorPage>
    </VisitorLanguage>
  );
}
