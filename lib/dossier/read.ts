import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { toEventDto } from "@/lib/audit/read";
import { proofFor } from "@/lib/audit-chain/proof";
import { getCertificate } from "@/lib/certificates/read";
import { inflect } from "@/lib/contract/inflection";
import { recordEvent } from "@/lib/events/record";
import type { AuditEventType } from "@/lib/events/types";
import { instant } from "@/lib/format/instant";
import { counted } from "@/lib/format/number";
import { listLaws } from "@/lib/laws/read";
import { listMemberNotes } from "@/lib/member-notes/read";
import { listMessages, messageLetter } from "@/lib/messages/read";
import { type ZipEntry, zipStream } from "@/lib/packages/zip";
import { digest } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { listLetters, madeLetter } from "@/lib/requests/letters";
import { type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { showRequest } from "@/lib/requests/show";

/** More events of one request are not in a dossier, which then says so. */
const mostEvents = 20_000;

const json = (value: unknown) => Buffer.from(`${JSON.stringify(inflect(value, "snake"), null, 2)}\n`);

/** The events that the log records of a request, oldest first. */
const eventsOf = (actor: Actor, { id }: OwnRequest) =>
  db.auditEvent.findMany({
    where: { ...inScope(actor), resourceType: "request", resourceId: id },
    orderBy: { sequence: "asc" },
    take: mostEvents + 1,
  });

type Events = Awaited<ReturnType<typeof eventsOf>>;
type File = { path: string; about: string; bytes: Uint8Array };

/**
 * The request as its page shows it, without values of sessions: they may be of another person. Of sessions that were
 * excluded only the count is told.
 */
async function requestFile(actor: Actor, request: OwnRequest): Promise<File> {
  const { matches, duplicates: _, sameKind: __, ...shown } = await showRequest(actor, request);
  const accepted = matches.filter(({ state }) => state !== "excluded");
  const sessions = accepted.map(({ sessionId, state, decidedBy, reason, act, actedAt }) => ({
    ...{ sessionId, state, decidedBy, reason, act, actedAt },
  }));
  return {
    path: "request.json",
    about: "the request: requester, steps, clock, and what was decided on each session",
    bytes: json({ ...shown, sessions, excludedSessions: matches.length - accepted.length }),
  };
}

/** The messages, and the letters that went with them, as they were sent. */
async function messageFiles(actor: Actor, requestId: string): Promise<File[]> {
  const { data } = await listMessages(actor, { requestId });
  // The letter goes with the other words of a message when a request is emptied after its time.
  const letters = data.filter(({ hasLetter, text }) => hasLetter && text !== null);
  const files = letters.map(async ({ id, kind, sentAt }) => ({
    path: `messages/${sentAt.slice(0, 10)}-${kind}-${id}.pdf`,
    about: "a letter, as it was sent",
    bytes: (await messageLetter(actor, { requestId, messageId: id })).bytes,
  }));
  return [
    { path: "messages.json", about: "the messages to the requester, newest first", bytes: json(data) },
    ...(await Promise.all(files)),
  ];
}

/** The letters, as they were made. Whether one was sent is not known. */
async function letterFiles(actor: Actor, requestId: string): Promise<File[]> {
  const { data } = await listLetters(actor, { requestId });
  const made = data.filter(({ isErased }) => !isErased);
  const files = made.map(async ({ id, letter, madeAt }) => ({
    path: `letters/${madeAt.slice(0, 10)}-${letter}-${id}.pdf`,
    about: "a letter, as it was made; whether it was sent is not recorded",
    bytes: (await madeLetter(actor, { requestId, letterId: id })).bytes,
  }));
  return [
    { path: "letters.json", about: "the letters that were made, newest first", bytes: json(data) },
    ...(await Promise.all(files)),
  ];
}

/** The certificate of an erasure, if there is one, with its proofs. */
async function certificateFiles(actor: Actor, requestId: string): Promise<File[]> {
  try {
    const bytes = json(await getCertificate(actor, { requestId }));
    return [{ path: "certificate.json", about: "the signed certificate of the erasure", bytes }];
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return [];
    throw error;
  }
}

/** Proofs that the log records what was built for the request (C2SP tlog-proof). */
async function proofFiles(actor: Actor, request: OwnRequest, events: Events): Promise<File[]> {
  const files: File[] = [];
  for (const { type, metadata, id } of events) {
    const { sha256 } = metadata as { sha256?: unknown };
    if (typeof sha256 !== "string") continue;
    const proven = { type: type as AuditEventType, resource: { type: "request", id: request.id }, sha256 };
    const proof = await proofFor(actor, proven);
    if (proof)
      files.push({
        path: `proofs/${type}-${id}.tlog-proof`,
        about: "proves offline that the audit log records this event",
        bytes: Buffer.from(proof),
      });
  }
  return files;
}

/** The list of the files, in words. */
function readme(actor: Actor, request: OwnRequest, files: readonly File[], isCut: boolean): Buffer {
  const lines = [
    `Dossier of request ${request.id}`,
    "",
    `Made on ${instant(new Date())} by ${actor.name}.`,
    "It contains the request, its messages, letters, notes and log as they are stored now. It contains no values of",
    "sessions, no package that was sent to the requester, no legal holds, no marks on notes, and no requests that were",
    "merged into this one.",
    ...(request.dataKeyId === null
      ? [
          "The personal data of this request was erased after its time was over, so the requester is not named.",
        ]
      : []),
    ...(isCut ? [`The log has more events than are in log.json: only the oldest ${mostEvents}.`] : []),
    "",
    ...files.map(({ path, about }) => `${path}: ${about}`),
    "contents.json: size and SHA-256 of each file",
    "",
  ];
  return Buffer.from(lines.join("\r\n"));
}

async function filesOf(actor: Actor, request: OwnRequest): Promise<File[]> {
  const events = await eventsOf(actor, request);
  const isCut = events.length > mostEvents;
  const shown = events.slice(0, mostEvents);
  const law = listLaws(actor).data.find(({ version }) => version === request.lawVersion) ?? null;
  const files: File[] = [
    await requestFile(actor, request),
    { path: "law.json", about: "the rules of its law on the day of receipt, with sources", bytes: json(law) },
    ...(await messageFiles(actor, request.id)),
    {
      path: "notes.json",
      about: "what members noted about the request for each other, newest first",
      bytes: json((await listMemberNotes(actor, { requestId: request.id })).data),
    },
    ...(await letterFiles(actor, request.id)),
    ...(await certificateFiles(actor, request.id)),
    {
      path: "log.json",
      about: `the audit log of the request: ${counted(shown.length, "event")}, oldest first`,
      bytes: json(shown.map(toEventDto)),
    },
    ...(await proofFiles(actor, request, shown)),
  ];
  const about = "what is in this dossier";
  return [{ path: "README.txt", about, bytes: readme(actor, request, files, isCut) }, ...files];
}

const contentsOf = (files: readonly File[]) =>
  json(
    files.map(({ path, bytes }) => ({
      path,
      size: bytes.byteLength,
      sha256: digest(Buffer.from(bytes)).toString("hex"),
    })),
  );

/**
 * Makes the dossier of a request for a supervisory authority: request, law, messages, notes, certificate, log and proofs, as a
 * ZIP (Regulation (EU) 2025/2518 and GDPR Art. 31, 58(1)(a): the controller gives the authority what it asks for). The
 * log records the download before the first byte.
 * @throws AppError not_found; forbidden for whoever does not answer requests
 */
export async function getDossier(
  actor: Actor,
  { requestId }: { requestId: string },
): Promise<{ name: string; open: () => Promise<ReadableStream<Uint8Array>> }> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, requestId);
  const open = async () => {
    const files = await filesOf(actor, request);
    await recordEvent(db, actor, {
      type: "request.dossier-downloaded",
      metadata: { files: files.length },
      resource: { type: "request", id: request.id },
    });
    const contents = { path: "contents.json", bytes: contentsOf(files) };
    const entries: ZipEntry[] = [...files, contents].map(({ path, bytes }) => ({
      path: `${request.id}/${path}`,
      open: async () => bytes,
    }));
    return zipStream(entries, { at: new Date() });
  };
  return { name: `${request.id}-dossier.zip`, open };
}
