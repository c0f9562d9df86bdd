import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { profileNamed } from "@/lib/law/profiles";
import { type WithheldClass, withheldClasses, withheldIn, withheldWords } from "@/lib/law/withheld";
import { requestRecordOf } from "@/lib/packages/record";
import { db } from "@/lib/platform/db";
import { marksOf, reviewedBundle, suspicionNames } from "@/lib/remarks/load";
import { withheldFrom } from "@/lib/remarks/policy";
import type { OwnRequest } from "@/lib/requests/load";

/** A record of a vendor has the vendor's own form, so the law's classes cannot be taken out of it. */
const ofVendor = "the verification vendor's own answer, which contains them";

/** Images that show only the person and no document. */
const ofPerson = /selfie|portrait|face|liveness/i;

/** Tells whether a law keeps an image of a type out of an answer, because it shows the number of a document. */
export const isImageWithheld = ({ lawVersion }: OwnRequest, docType: string): boolean =>
  profileNamed(lawVersion).withholdsDocumentImages && !ofPerson.test(docType);

/** Tells whether a request's law keeps classes of data or images out of an answer. */
export const withholds = ({ lawVersion }: OwnRequest): boolean => {
  const law = profileNamed(lawVersion);
  return law.withheldClasses.length > 0 || law.withholdsDocumentImages;
};

/** Whether a vendor's own record of one of the sessions is kept, which would be in an answer of this kind. */
async function hasRecords(actor: Actor, { kind }: OwnRequest, sessionIds: readonly string[]) {
  if (kind === "portability") return false;
  const session = { ...inScope(actor), id: { in: [...sessionIds] } };
  return (await db.sourceRecord.findFirst({ where: { session }, select: { pk: true } })) !== null;
}

/**
 * Lists, in words, the classes of data that are stored about the requester and that the law lets an answer describe
 * instead of disclosing (11 CCR § 7024(d)). A class that is not stored is not named.
 */
export async function withheldByLaw(
  actor: Actor,
  request: OwnRequest,
  sessionIds: readonly string[],
): Promise<string[]> {
  const law = profileNamed(request.lawVersion);
  if (!withholds(request)) return [];
  const found = new Set<WithheldClass>(withheldIn(await requestRecordOf(actor, request), law));
  let hasImages = false;
  const suspicion = await suspicionNames(actor);
  for (const sessionId of sessionIds) {
    const bundle = await reviewedBundle(actor, request, sessionId, () => undefined);
    const marks = await marksOf(actor, request, sessionId);
    for (const each of withheldFrom(bundle, { law, marks, suspicion })) found.add(each);
    hasImages ||=
      bundle.documents?.some(({ doc_type }) => isImageWithheld(request, String(doc_type))) ?? false;
  }
  const words = withheldClasses.filter((each) => found.has(each)).map((each) => withheldWords[each]);
  return [
    ...words,
    ...(hasImages ? ["pictures of identity documents"] : []),
    ...((await hasRecords(actor, request, sessionIds)) ? [ofVendor] : []),
  ];
}
