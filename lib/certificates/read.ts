import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { proofFor } from "@/lib/audit-chain/proof";
import { erasureLetterOf } from "@/lib/certificates/erasure-letter";
import { type CertificateFile, certificateFormat } from "@/lib/certificates/schema";
import { certificateKey, sha256 } from "@/lib/certificates/write";
import { recordEvent } from "@/lib/events/record";
import { dayIn, todayIn } from "@/lib/format/day";
import { recipient } from "@/lib/letters/addressee";
import { renderPaper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { db } from "@/lib/platform/db";
import { publicKeyText } from "@/lib/platform/ed25519";
import { AppError } from "@/lib/platform/errors";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { currentSettings, letterRecord, refuseUnsaid } from "@/lib/settings/load";

/**
 * Returns the certificate of a request's erasure, page by page. It names nobody, so every reader of requests may read
 * it.
 * @throws AppError not_found before something was erased
 */
export async function getCertificate(actor: Actor, input: { requestId: string }): Promise<CertificateFile> {
  authorize(actor, "requests:read");
  const request = await ownRequestOf(actor, input.requestId);
  const file = await fileOf(actor, request);
  const resource = { type: "request", id: request.id };
  for (const page of file.pages)
    page.tlog_proof = await proofFor(actor, { type: "certificate.issued", resource, sha256: page.sha256 });
  return file;
}

async function fileOf(actor: Actor, request: OwnRequest): Promise<CertificateFile> {
  const pages = await db.certificatePage.findMany({
    where: belowRequest(request),
    orderBy: { number: "asc" },
  });
  if (pages.length === 0) throw new AppError("not_found", "No data has been erased for this request yet.");
  return {
    format: certificateFormat,
    public_key: publicKeyText(await certificateKey(actor.scope.organizationId)),
    pages: pages.map(({ text, signature }) => ({
      text,
      sha256: sha256(text),
      signature: Buffer.from(signature).toString("base64"),
      tlog_proof: null,
    })),
  };
}

/**
 * Returns the letter that explains an erasure to the requester, as PDF. It names the requester, so only those who
 * answer requests may read it.
 * @throws AppError not_found before something was erased; conflict when the record of processing lacks what the
 * letter needs
 */
export async function downloadErasureLetter(
  actor: Actor,
  input: { requestId: string },
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const certificate = await fileOf(actor, request);
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "request", request)]);
  const jurisdiction = request.jurisdiction;
  const record = letterRecord(settings);
  refuseUnsaid(record, jurisdiction);
  const held = cipher.open("request", request.id, request.sealed) ?? { requester: {} };
  const letter = erasureLetterOf({
    requester: recipient(held, request.language),
    jurisdiction,
    language: request.language,
    receivedOn: dayIn(request.timeZone, request.receivedAt),
    writtenOn: todayIn(request.timeZone),
    record,
    certificate,
  });
  const head = await letterheadOf(actor.scope.organizationPk, settings.organization);
  const bytes = await renderPaper({ ...letter, head });
  await recordEvent(db, actor, {
    type: "letter.downloaded",
    metadata: { pages: certificate.pages.length },
    resource: { type: "request", id: request.id },
  });
  return { name: `${request.id}-erasure.pdf`, bytes };
}
