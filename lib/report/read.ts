import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { listChecks } from "@/lib/checks/read";
import { recordRead } from "@/lib/events/looks";
import { renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { openSession, type SessionName } from "@/lib/records/open";
import { reportOf } from "@/lib/report/policy";
import { listScreening } from "@/lib/screening/read";
import { findResult, getSession } from "@/lib/sessions/read";
import { getRisk } from "@/lib/signals/read";

/**
 * Renders the report of a session as PDF: what its reader would be answered by the calls for session, result, checks,
 * risk and screening, on paper. The contract has this call and not its content (§23.5).
 * @throws AppError not_found; forbidden for a reader without one of these parts; conflict when no font has a letter
 */
export async function getReport(actor: Actor, input: { sessionId: SessionName }): Promise<Buffer> {
  authorize(actor, "sessions:read");
  authorize(actor, "results:read");
  const opened = await openSession(actor, input.sessionId, "read");
  const [session, result, checks, risk, screening, head] = await Promise.all([
    getSession(actor, input),
    findResult(actor, input),
    listChecks(actor, input),
    getRisk(actor, input),
    listScreening(actor, input),
    letterheadOf(actor.scope.organizationPk, opened.settings.organization),
  ]);
  const paper = reportOf({
    ...{ session, result, risk, head, madeAt: new Date() },
    ...{ checks: checks.data, screening: screening.data },
  });
  await recordRead(actor, opened, "report");
  return renderPaper(paper);
}
