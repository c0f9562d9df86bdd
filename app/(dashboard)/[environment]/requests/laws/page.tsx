import { Forbidden } from "@/components/auth/forbidden";
import { LawsView } from "@/components/requests/laws-view";
import { requirePerson } from "@/lib/auth/authenticate";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { listLaws } from "@/lib/laws/read";

export const metadata = { title: "Laws" };

export default async function LawsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const opened = await openPage(person, async () => listLaws(person));
  if (!opened) return <Forbidden title="Laws" environment={environment} />;
  return <LawsView environment={environment} laws={opened.content.data} />;
}
