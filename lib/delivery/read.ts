import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toLinkDto } from "@/lib/delivery/dto";
import type { LinkList, PreviewDto } from "@/lib/delivery/schema";
import { recordEvent } from "@/lib/events/record";
import { jurisdictions } from "@/lib/law/jurisdictions";
import type { Paper } from "@/lib/letters/pdf";
import { memberNames } from "@/lib/members/load";
import { contentOf, type PackageFile } from "@/lib/packages/content";
import { removedLines, withheldByLaw } from "@/lib/packages/letter";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { acceptedSessions } from "@/lib/remarks/load";
import { type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { openReviewWords, withheldReviews } from "@/lib/requests/open-reviews";
import { wantsAccess } from "@/lib/requests/policy";

/** The links that were made for a request's answer, newest first, with the receipt of the one it was taken by. */
export async function listLinks(actor: Actor, input: { requestId: string }): Promise<LinkList> {
  authorize(actor, "requests:read");
  const request = await ownRequestOf(actor, input.requestId);
  const [rows, names] = await Promise.all([
    db.deliveryLink.findMany({ where: belowRequest(request), orderBy: { pk: "desc" } }),
    memberNames(actor),
  ]);
  return { data: rows.map((row) => toLinkDto(row, names)) };
}

/**
 * What would be handed out if the answer were built now: the letter, every file with its size, what is withheld on
 * which ground and what could not be read. Looking at it shows who asks and is recorded.
 * @throws AppError conflict where nobody asked for access, or settings do not say what the letter needs
 */
export async function previewAnswer(actor: Actor, input: { requestId: string }): Promise<PreviewDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  if (!wantsAccess(request.kind)) throw new AppError("conflict", "This request does not ask for access.");
  await recordEvent(db, actor, {
    type: "request.previewed",
    metadata: {},
    resource: { type: "request", id: request.id },
  });
  const { files, unreadable, letter } = await contentOf(actor, request);
  const sized: PreviewDto["files"] = [];
  for (const file of files) sized.push({ path: file.path, bytes: await sizeOf(file) });
  return {
    letter: toPaperDto(await letter()),
    files: sized,
    withheld: await withheldFrom(actor, request),
    unreadable: unreadable.map(({ sessionId, item, reason }) => `${item} of ${sessionId}: ${reason}`),
  };
}

/** What is left out of an answer, with its ground. What is never told of is not told here either. */
async function withheldFrom(actor: Actor, request: OwnRequest): Promise<string[]> {
  const jurisdiction = request.jurisdiction;
  const sessions = await acceptedSessions(request);
  const removed = await removedLines(
    actor,
    request,
    sessions.map(({ session }) => session.id),
  );
  const open = [...(await withheldReviews(request))];
  return [
    ...withheldByLaw(jurisdiction).map((each) => `${each} (${jurisdictions[jurisdiction].law})`),
    ...open.map((id) => `of ${id}, whose review is open: ${openReviewWords(jurisdiction)}`),
    ...removed.map((line) => `notes, ${line}`),
  ];
}

/** Layout takes long, so a paper has no size before it is built. */
async function sizeOf({ path, make, bytes }: PackageFile): Promise<number | null> {
  if (bytes !== undefined) return bytes;
  return path.endsWith(".json") ? (await make()).length : null;
}

const toPaperDto = ({ title, intro = [], sections }: Paper): PreviewDto["letter"] => ({
  title,
  intro,
  sections: sections.map((section) => ({
    title: section.title,
    paragraphs: [...(section.paragraphs ?? [])],
    pairs: (section.pairs ?? []).map(([name, value]) => ({ name, value })),
  })),
});
