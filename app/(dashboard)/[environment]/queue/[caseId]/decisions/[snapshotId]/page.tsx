import { Forbidden } from "@/components/auth/forbidden";
import { DecisionReplay } from "@/components/cases/decision-replay";
import { requirePerson } from "@/lib/auth/authenticate";
import { getSnapshot } from "@/lib/cases/snapshot";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";

export const metadata = { title: "Decision" };

export default async function DecisionPage({ params }: PageProps<{ caseId: string; snapshotId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const caseId = readSegment(given.caseId);
  const snapshotId = readSegment(given.snapshotId);
  const person = await requirePerson(environment);
  const opened = await openPage(person, () => getSnapshot(person, { caseId, snapshotId }));
  if (!opened) return <Forbidden title="Decision" environment={environment} />;
  return <DecisionReplay environment={environment} caseId={caseId} snapshot={opened.content} />;
}
