import { notFound } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { messages } from "@/components/capture/messages";
import { findCapturePage } from "@/lib/captures/read";
import { pageLanguage } from "@/lib/http/language";
import { readParam, readSegment, type SearchParams } from "@/lib/http/page";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../../visitor-language";

type CapturePageProps = { params: Promise<{ token: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ searchParams }: CapturePageProps) {
  const ofLink = readParam(await searchParams, "language");
  const t = translatorOf(messages, await pageLanguage(undefined, ofLink));
  return { title: t("title"), referrer: "no-referrer" as const };
}

/** The page of a capture link. It needs no sign-in, and opening it changes nothing. */
export default async function CapturePage({ params, searchParams }: CapturePageProps) {
  const found = await findCapturePage(readSegment((await params).token));
  if (!found) notFound();
  const { owner, state } = found;
  const language = await pageLanguage(found.language, readParam(await searchParams, "language"));
  const t = translatorOf(messages, language);
  const named = { organization: owner.name };
  const isOpen = state === "open";
  return (
    <VisitorLanguage language={language}>
      <DoorPage
        language={language}
        title={isOpen ? t("title") : t("ended.title")}
        lead={isOpen ? t("lead", named) : t("ended.lead", named)}
        owner={owner}
      >
        {isOpen ? <p>{t("notYet", named)}</p> : null}
      </DoorPage>
    </VisitorLanguage>
  );
}
