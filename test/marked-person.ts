import type { Actor } from "@/lib/actor/actor";
import { addNote, claimCase, escalateCase, snoozeCase, updateCase } from "@/lib/cases/write";
import type { Bundle } from "@/lib/contract/bundle";
import { correctResult } from "@/lib/corrections/pii";
import { overrideCheck } from "@/lib/decisions/override";
import { rejectCase } from "@/lib/decisions/write";
import { daysAgo } from "@/lib/format/day";
import { updateIdentity } from "@/lib/identities/write";
import { addMemberNote } from "@/lib/member-notes/write";
import { sendMessage } from "@/lib/messages/write";
import { blobs } from "@/lib/platform/blobs";
import { digest, newToken } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/id";
import { belowRequest, belowSession, type Scope } from "@/lib/platform/scope";
import { getLook } from "@/lib/quality/read";
import { recordOutcome, takeLook } from "@/lib/quality/write";
import { cipherOf } from "@/lib/records/open";
import { markRemark } from "@/lib/remarks/write";
import { downloadLetter } from "@/lib/requests/letters";
import * as clocks from "@/lib/requests/pause";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import { dismissHits } from "@/lib/screening/write";
import { currentSettings } from "@/lib/settings/load";
import { addItem, createList } from "@/lib/typed-lists/write";
import {
  createMember,
  createOrganization,
  importFor,
  keyActorOf,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { markedBundle, newMarks } from "@/test/markers";
import { db } from "@/test/test-db";
import { keepVendorRecord } from "@/test/vendor-record";

/** Returns some bytes of an image that no other image contains. */
async function pieceOf(actor: Actor, session: { id: string; dataKeyId: string | null }, blobKey: string) {
  const [cipher, sealed] = await Promise.all([cipherOf(actor, "session", session), blobs().get(blobKey)]);
  if (!sealed) throw new Error("The image is not there.");
  const bytes = cipher.openImage(blobKey, sealed);
  return Buffer.from(bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 48));
}

/** A signal's level as an earlier version stored it: unencrypted, in the source's words. */
export const earlierLevel = "Severe as its source put it";

const externalRef = "order_20240615_001";

/** The bundle as a source sends it before any review. */
function untouched(bundle: Bundle): Bundle {
  return {
    ...bundle,
    session: { ...bundle.session, status: "under_review", external_ref: externalRef },
    result: bundle.result && { ...bundle.result, status: "needs_review" },
    review_case: bundle.review_case && {
      ...bundle.review_case,
      status: "open",
      decision: null,
      assigned_to: null,
      claimed_at: null,
      decided_at: null,
    },
  };
}

/** Creates a person who has a marker in every column and every file that can contain personal data. */
export async function markedPerson() {
  const organization = await createOrganization();
  const admin = await createMember(organization, ["admin"]);
  const lea = await createMember(organization, ["lead"]);
  const officer = await createMember(organization, ["compliance"]);
  const marks = newMarks();
  const { mark } = marks;
  const bundle = untouched(markedBundle(marks).bundle);
  await importFor(admin, bundle, { "front.jpg": await sampleImage("jpeg", 400) });
  const caseId = bundle.review_case?.id ?? "";
  await currentSettings(lea);
  await db.reviewSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { secondLookPercent: 100 },
  });
  const checkId = bundle.screening?.[0]?.id ?? "";

  await updateCase(lea, {
    caseId,
    metadata: { word: mark("caseMetadata") },
    customFields: { word: mark("customField") },
  });
  await addNote(lea, { caseId, content: mark("ownNote") });
  const { id: plainNote } = await addNote(lea, { caseId, content: "Her brother called." });
  await correctResult(lea, { caseId, extractedData: { firstName: mark("corrected") } });
  await overrideCheck(lea, { caseId, policy: "document_ocr", passed: false, reason: mark("override") });
  await claimCase(lea, { caseId });
  await dismissHits(lea, { checkId, reasonCode: "other", reason: mark("dismissal") });
  await claimCase(lea, { caseId });
  await snoozeCase(lea, { caseId, event: "document_added", reason: mark("snooze") });
  await claimCase(lea, { caseId });
  await escalateCase(lea, { caseId, reason: mark("escalation"), notes: mark("escalationNote") });
  await claimCase(lea, { caseId });
  await rejectCase(lea, {
    caseId,
    notes: mark("decisionNote"),
    rejectionReason: mark("rejection"),
    rejectionReasonCode: "document_tampered",
    addToBlocklist: true,
  });
  await lookAgain(organization, mark("secondLook"));
  const session = await db.session.findFirstOrThrow({
    where: { id: bundle.session.id },
    include: { documents: true },
  });
  await addLink(officer, session, mark("link"));
  await markMatch(officer, session, mark("falsePositive"));
  const program = keyActorOf(organization, ["identities:write"]);
  await updateIdentity(program, { identityId: externalRef, customFields: { word: mark("identityField") } });
  // JSON with what no mapping reads, and a text that is none.
  const record = {
    session: JSON.stringify({ device: { unmapped: mark("vendorRecord") } }),
    report: `No JSON: ${mark("vendorText")}`,
  };
  await keepVendorRecord(organization.id, session, record, daysAgo(1));
  await db.fraudSignal.updateMany({
    where: belowSession(session),
    data: { riskLevel: null, otherRiskLevel: earlierLevel },
  });
  const [document] = session.documents;
  const image = await pieceOf(officer, session, document?.blobKey ?? "");
  const thumbnail = await pieceOf(officer, session, document?.thumbnailKey ?? "");
  // The reason that was given here replaced the source's.
  const markers = marks.markers.filter((marker) => !marker.startsWith("Markreason"));
  return { organization, admin, officer, session, markers, image, thumbnail, plainNote };
}
export type MarkedPerson = Awaited<ReturnType<typeof markedPerson>>;

/** Lets another reviewer give the second look at the only decision, once it can no longer be undone. */
async function lookAgain(organization: TestOrganization, note: string) {
  const where = { organizationPk: organization.pk };
  await db.secondLook.updateMany({ where, data: { createdAt: daysAgo(1) } });
  const { id: lookId } = await db.secondLook.findFirstOrThrow({ where });
  const reviewer = await createMember(organization, ["reviewer"]);
  await takeLook(reviewer, { lookId });
  await getLook(reviewer, { lookId });
  await recordOutcome(reviewer, { lookId, outcome: "approved", note });
}

/** Marks an entry of a list as one that does not mean this person. */
async function markMatch(
  actor: Actor,
  session: Scope & { pk: bigint; id: string; dataKeyId: string | null },
  notes: string,
) {
  const cipher = await cipherOf(actor, "session", session);
  const list = await createList(actor, { name: "Stolen", listType: "string", matchMode: "flag" });
  const { id } = await addItem(actor, { listId: list.id, value: "nothing of this person" });
  const { pk: entryPk } = await db.listEntry.findFirstOrThrow({ where: { id } });
  const sealed = cipher.seal("listMark", id, { notes });
  await db.listMark.create({ data: { ...belowSession(session), entryPk, markedBy: actor.name, sealed } });
}

/** Inserts what is recorded of a recipient, which a request does only after its act. */
async function addRecipient(officer: Actor, requestId: string, means: string) {
  const request = await db.request.findFirstOrThrow({ where: { id: requestId } });
  const cipher = await cipherOf(officer, "request", request);
  const id = newId("rcp");
  await db.requestRecipient.create({
    data: {
      ...belowRequest(request),
      ...{ id, name: "crm.example", recordedBy: officer.id, recordedAt: new Date() },
      sealed: cipher.seal("requestRecipient", id, { means }),
    },
  });
}

/** Inserts rows that no part of the product writes yet. */
async function addLink(
  actor: Actor,
  session: Scope & { pk: bigint; id: string; dataKeyId: string | null },
  captureUrl: string,
) {
  const cipher = await cipherOf(actor, "session", session);
  const id = newId("otl");
  const now = new Date();
  const sealed = cipher.seal("link", id, { captureUrl });
  const tokenDigest = Uint8Array.from(digest(newToken()));
  await db.oneTimeLink.create({
    data: {
      id,
      ...belowSession(session),
      status: "active",
      createdAt: now,
      expiresAt: now,
      sealed,
      tokenDigest,
      grantDigest: Uint8Array.from(digest(newToken())),
    },
  });
}

/** Creates the person's request up to the order of its package: what they wrote, what they are told and what is withheld. */
export async function markedRequest({ admin, officer, session, plainNote }: MarkedPerson) {
  await importFor(admin, sampleAs("ses_somebodyelse", { external_ref: externalRef }));
  const told = newMarks();
  const untold = newMarks();
  const birthDate = "1931-07-23";
  const phone = "+49 151 7771312431";
  const { id: requestId } = await requests.receiveRequest(officer, {
    kind: "access_and_erasure",
    channel: "letter",
    requester: {
      firstName: told.mark("firstName"),
      lastName: told.mark("lastName"),
      dateOfBirth: birthDate,
      email: `${told.mark("mail")}@somewhere.example`,
      phone,
      documentNumber: told.mark("number"),
      externalRef,
    },
    details: told.mark("details"),
  });
  await clocks.pauseClock(officer, { requestId, ground: "identity", reason: told.mark("pause") });
  await requests.verifyRequester(officer, { requestId, how: "document" });
  await clocks.extendRequest(officer, { requestId, reason: told.mark("extension") });
  const { matches } = await searchRequest(officer, { requestId });
  for (const { sessionId } of matches)
    await review.decideMatch(officer, {
      requestId,
      sessionId,
      ...(sessionId === session.id
        ? { state: "accepted" as const }
        : { state: "excluded" as const, reason: untold.mark("exclusion") }),
    });
  await markRemark(officer, {
    requestId,
    sessionId: session.id,
    remark: `note:${plainNote}`,
    passages: [{ from: 4, to: 11, ground: "other_person" }],
  });
  await sendMessage(officer, {
    ...{ requestId, kind: "received", language: "en", via: "letter", hasLetter: false },
    ...{ to: told.mark("to"), subject: told.mark("subject"), text: told.mark("text") },
  });
  await addMemberNote(officer, { requestId, text: untold.mark("note of a member") });
  await addRecipient(officer, requestId, untold.mark("means"));
  await db.requestMessage.updateMany({ data: { answer: "250 OK" } });
  await downloadLetter(officer, { requestId, letter: "extension", language: "en" });
  await review.reviewRequest(officer, { requestId });
  return { requestId, told: [...told.markers, birthDate, phone], untold };
}
