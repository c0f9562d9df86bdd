import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toLinkDto } from "@/lib/delivery/dto";
import type { LinkList, PreviewDto } from "@/lib/delivery/schema";
import { recordEvent } from "@/lib/events/record";
import { jurisdictions } from "@/lib/law/jurisdictions";
import type { Paper } from "@/lib/letters/pdf";
import { memberNames } from "@/lib/members/load";
import { contentOf } from "@/lib/packages/content";
import { removedLines } from "@/lib/packages/letter";
import type { PackageFile } from "@/lib/packages/sources";
import { withheldByLaw } from "@/lib/packages/withheld";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { acceptedSessions } from "@/lib/remarks/load";
import { type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { openReviewWords, withheldReviews } from "@/lib/requests/open-reviews";
import { wantsPackage } from "@/lib/requests/policy";

/** Lists the links of a request's answer, newest first, with the receipt of the delivery. */
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
 * Returns the answer as it would be built now: the letter, every file with its size, what is withheld on which
 * ground, and what could not be read. Reading it shows the requester's data and is recorded.
 * @throws AppError conflict when the request is not for access, or settings lack what the letter needs
 */
export async function previewAnswer(actor: Actor, input: { requestId: string }): Promise<PreviewDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  if (!wantsPackage(request.kind)) throw new AppError("conflict", "No package answers this kind of request.");
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

/** What an answer withholds, with its ground. Suspicious-activity material is not named here either. */
async function withheldFrom(actor: Actor, request: OwnRequest): Promise<string[]> {
  const jurisdiction = request.jurisdiction;
  const sessions = await acceptedSessions(request);
  const ids = sessions.map(({ session }) => session.id);
  const removed = await removedLines(actor, request, ids);
  const byLaw = await withheldByLaw(actor, request, ids);
  const open = [...(await withheldReviews(request))];
  return [
    ...byLaw.map((each) => `${each} (${jurisdictions[jurisdiction].law})`),
    ...open.map((id) => `of ${id}, whose review is open: ${openReviewWords(jurisdiction)}`),
    ...removed.map((line) => `notes, ${line}`),
  ];
}

/** Layout takes long, so the size of a PDF is unknown before it is built. */
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
