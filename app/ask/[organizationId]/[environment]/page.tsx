import { notFound } from "next/navigation";
import { AskForm } from "@/components/ask/ask-form";
import { DoorPage } from "@/components/auth/door-page";
import { findAskPage } from "@/lib/auth/ask";
import { readEnvironment, readSegment } from "@/lib/http/page";

export const metadata = { title: "Your data and your rights" };

type AskPageProps = { params: Promise<{ organizationId: string; environment: string }> };

/** The public page for requests, if the organization's settings open it. */
export default async function AskPage({ params }: AskPageProps) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const organizationId = readSegment(given.organizationId);
  const page = await findAskPage(organizationId, environment);
  if (!page) notFound();
  return (
    <DoorPage
      wide
      title={`Your data at ${page.name}`}
      lead={
        environment === "sandbox"
          ? "Sandbox: this is a test page. Send test data only."
          : "Ask for a copy of your data, or ask us to correct, restrict or erase it."
      }
    >
      {page.text ? <p className="mb-4 whitespace-pre-wrap">{page.text}</p> : null}
      <AskForm organizationId={organizationId} environment={environment} />
    </DoorPage>
  );
}
