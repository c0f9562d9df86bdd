import { Forbidden } from "@/components/auth/forbidden";
import { DecisionReplay } from "@/components/cases/decision-replay";
import { SessionGate } from "@/components/sessions/session-gate";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getSnapshot } from "@/lib/decisions/read";
import { openRecordPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { getDecisionInvolvement } from "@/lib/involvement/read";

export const metadata = { title: "Decision" };

export default async function DecisionPage({ params }: PageProps<{ caseId: string; snapshotId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const caseId = readSegment(given.caseId);
  const snapshotId = readSegment(given.snapshotId);
  const person = await requirePerson(environment);
  const opened = await openRecordPage(person, () => getSnapshot(person, { caseId, snapshotId }));
  if (opened?.isClosed) return <SessionGate sessionId={opened.sessionId} />;
  if (!opened) return <Forbidden title="Decision" environment={environment} />;
  const involvement = can(person, "involvement:read")
    ? await getDecisionInvolvement(person, { caseId, snapshotId })
    : null;
  return <DecisionReplay {...{ environment, caseId, involvement }} snapshot={opened.content} />;
}
