import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { CollectForm } from "@/components/delivery/collect-form";
import { deliveryCookie, findDelivery } from "@/lib/auth/delivery-link";
import { readSegment } from "@/lib/http/page";

export const metadata = { title: "Your data", referrer: "no-referrer" as const };

type DeliveryPageProps = { params: Promise<{ token: string }> };

/** The page of a download link. It needs no sign-in, and does not say why a link is not valid. */
export default async function DeliveryPage({ params }: DeliveryPageProps) {
  const token = readSegment((await params).token);
  const found = await findDelivery(token, (await cookies()).get(deliveryCookie)?.value);
  if (!found) notFound();
  return (
    <DoorPage title="Your data" lead="This page contains the answer to your request. The link works once.">
      <CollectForm token={token} isOpened={found.state === "collecting"} isEncrypted={found.isEncrypted} />
    </DoorPage>
  );
}
