import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { CollectForm } from "@/components/delivery/collect-form";
import { messages } from "@/components/delivery/messages";
import { NounMessages } from "@/components/language/language-provider";
import { deliveryCookie, findDelivery } from "@/lib/auth/delivery-link";
import { pageLanguage } from "@/lib/http/language";
import { readParam, readSegment, type SearchParams } from "@/lib/http/page";
import { messagesIn } from "@/lib/language/messages";
import { translatorOf } from "@/lib/language/translate";
import { VisitorLanguage } from "../../visitor-language";

export async function generateMetadata({ searchParams }: DeliveryPageProps) {
  const ofLink = readParam(await searchParams, "language");
  const t = translatorOf(messages, await pageLanguage(undefined, ofLink));
  return { title: t("title"), referrer: "no-referrer" as const };
}

type DeliveryPageProps = { params: Promise<{ token: string }>; searchParams: Promise<SearchParams> };

/** The page of a download link. It needs no sign-in, and does not say why a link is not valid. */
export default async function DeliveryPage({ params, searchParams }: DeliveryPageProps) {
  const token = readSegment((await params).token);
  const found = await findDelivery(token, (await cookies()).get(deliveryCookie)?.value);
  if (!found) notFound();
  const language = await pageLanguage(found.language, readParam(await searchParams, "language"));
  const t = translatorOf(messages, language);
  return (
    <VisitorLanguage language={language}>
      <DoorPage language={language} title={t("title")} lead={t("lead")} owner={found.owner}>
        <NounMessages language={language} messages={{ delivery: messagesIn(messages, language) }}>
          <CollectForm
            token={token}
            isOpened={found.state === "collecting"}
            isEncrypted={found.isEncrypted}
          />
        </NounMessages>
      </DoorPage>
    </VisitorLanguage>
  );
}
