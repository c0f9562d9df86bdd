import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { DoorPage } from "@/components/auth/door-page";
import { CaptureFlow } from "@/components/capture/capture-flow";
import { ConsentForm } from "@/components/capture/consent-form";
import { messages } from "@/components/capture/messages";
import { NounMessages } from "@/components/language/language-provider";
import { buttonClass } from "@/components/ui/button";
import { findCapturePage, type CapturePage as Page } from "@/lib/auth/capture-link";
import { instant } from "@/lib/format/instant";
import { pageLanguage } from "@/lib/http/language";
import { readParam, readSegment, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../../visitor-language";

type CapturePageProps = { params: Promise<{ token: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ searchParams }: CapturePageProps) {
  const ofLink = readParam(await searchParams, "language");
  const t = translatorOf(messages, await pageLanguage(undefined, ofLink));
  return { title: t("title"), referrer: "no-referrer" as const };
}

/** The page of a capture link. It needs no sign-in, and opening it changes nothing until the applicant agrees. */
export default async function CapturePage({ params, searchParams }: CapturePageProps) {
  const token = readSegment((await params).token);
  const jar = await cookies();
  const page = await findCapturePage(token, (name) => jar.get(name)?.value);
  if (!page) notFound();
  const language = await pageLanguage(page.language, readParam(await searchParams, "language"));
  const t = translatorOf(messages, language);
  const named = { organization: page.owner.name };
  const [title, lead] = headOf(page, t, named);
  return (
    <VisitorLanguage language={language}>
      <DoorPage wide language={language} title={title} lead={lead} owner={page.owner}>
        {page.isSandbox ? <p className="mb-3 rounded-md bg-warn-soft px-3 py-2">{t("sandbox")}</p> : null}
        <NounMessages language={language} messages={{ capture: messagesIn(messages, language) }}>
          <Body page={page} token={token} t={t} />
        </NounMessages>
      </DoorPage>
    </VisitorLanguage>
  );
}

type Words = ReturnType<typeof translatorOf<typeof messages.en>>;

function headOf({ state }: Page, t: Words, named: { organization: string }): [string, string] {
  if (state === "open" || state === "capturing") return [t("title"), t("lead", named)];
  return [t(`${state}.title`), t(`${state}.lead`, named)];
}

function Body({ page, token, t }: { page: Page; token: string; t: Words }): ReactNode {
  const organization = page.owner.name;
  if (page.state === "open") return <ConsentForm token={token} organization={organization} />;
  if (page.state === "capturing")
    return (
      <CaptureFlow
        linkId={page.linkId}
        organization={organization}
        until={instant(page.until)}
        documents={page.documents}
        needsSelfie={page.needsSelfie}
        needsAddress={page.needsAddress}
        documentType={page.documentType}
        fields={page.fields}
      />
    );
  if (page.state !== "received") return null;
  return (
    <>
      <p>{t("received.next", { organization })}</p>
      {page.redirectUrl ? (
        <a href={page.redirectUrl} rel="noreferrer" className={`${buttonClass({ size: "lg" })} mt-4`}>
          {t("received.back", { host: new URL(page.redirectUrl).host })}
        </a>
      ) : null}
    </>
  );
}
