import "server-only";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { type Fact, fact, factsOf } from "@/lib/brief/policy";
import { type BriefDto, sides } from "@/lib/brief/schema";
import { readDesk } from "@/lib/cases/desk";
import { openCase } from "@/lib/cases/load";
import type { DeskDto } from "@/lib/cases/schema";
import { recordRead } from "@/lib/events/looks";
import { dayOf, daysAgo } from "@/lib/format/day";
import { listLinks } from "@/lib/links/read";
import { loadSessionPage, sessionKeyset } from "@/lib/sessions/load";

/** How far back similar sessions are counted, in days. */
const lookBackDays = 180;

/**
 * Returns the brief of a case: what its items say for and against the person, what was not available, and how similar
 * sessions ended. It is made without any model, from what the caller may see on the desk, and has no value of the
 * person. Each sentence has the address of the item that it was read from.
 * @throws AppError not_found, also for a restricted session
 */
export async function getBrief(actor: Actor, input: { caseId: string }): Promise<BriefDto> {
  authorize(actor, "cases:read");
  // Without these the desk leaves out checks, screening and risk, and the brief would take them for absent.
  authorize(actor, "sessions:read");
  authorize(actor, "results:read");
  const found = await openCase(actor, input.caseId, "read");
  const { desk, documents } = await readDesk(actor, found);
  const mayLink = actor.kind === "person" && can(actor, "pii:mask");
  const [links, similar] = await Promise.all([
    mayLink ? listLinks(actor, input) : null,
    similarTo(actor, desk),
  ]);
  await recordRead(actor, found.session, "brief");
  const facts = factsOf({
    desk,
    images: documents.map(({ docType, blobKey }) => ({ docType, isStored: blobKey !== null })),
    totals: links?.totals ?? null,
  });
  const path = `/${actor.scope.environment}`;
  const here = `${path}/queue/${encodeURIComponent(desk.reviewCase.id)}`;
  const sentences = [...facts, ...similar]
    .toSorted((left, right) => sides.indexOf(left.side) - sides.indexOf(right.side))
    .map(({ item, ...sentence }) => ({
      ...sentence,
      href: item.startsWith("/") ? path + item : `${here}#${encodeURIComponent(item)}`,
    }));
  return { caseId: desk.reviewCase.id, sessionId: desk.session.id, sentences };
}

/**
 * Counts sessions with the same kind of document, country and level of risk that were approved or rejected. Restricted
 * sessions are in no list, and in no count.
 */
async function similarTo(actor: Actor, { session, riskLevel }: DeskDto): Promise<Fact[]> {
  const { documentType, country } = session;
  const like = {
    ...(documentType && { document: documentType }),
    ...(country && { country }),
    ...(riskLevel && { risk: riskLevel }),
  };
  if (Object.keys(like).length === 0)
    return [fact("similar_unknown", `/sessions/${encodeURIComponent(session.id)}`)];
  const from = dayOf(daysAgo(lookBackDays));
  const ended = async (result: "approved" | "rejected") => {
    const query = {
      ...{ result: [result], createdFrom: from, limit: 1, offset: 0 },
      ...(documentType && { documentType: [documentType] }),
      ...(country && { country: [country] }),
      ...(riskLevel && { riskLevel: [riskLevel] }),
    };
    const { total, isCapped } = await loadSessionPage(actor, await sessionKeyset(actor, query));
    const list = `/sessions?${new URLSearchParams({ ...like, result, from }).toString()}`;
    return fact(result === "approved" ? "similar_approved" : "similar_rejected", list, {
      ...{ document: "", country: "", risk: "", ...like },
      ...{ count: total, days: lookBackDays, more: isCapped ? 1 : 0 },
    });
  };
  return Promise.all([ended("approved"), ended("rejected")]);
}
