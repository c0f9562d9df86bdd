import "server-only";
import type { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { letterLanguages } from "@/lib/contract/vocabulary";
import { isLinkAlive } from "@/lib/delivery/policy";
import { recordEvent } from "@/lib/events/record";
import { isMailAddress } from "@/lib/format/contact";
import { daysAfter, todayIn } from "@/lib/format/day";
import { instantOn } from "@/lib/law/calendar";
import { sentenceOfLetter } from "@/lib/letters/message-texts";
import { queueMail } from "@/lib/mail/queue";
import { isNothingWithoutLetter, possibleCodes, whyNoMessage } from "@/lib/messages/policy";
import { listMessages, messageFacts } from "@/lib/messages/read";
import { letterOfMessage, type MessageList, type messageInput } from "@/lib/messages/schema";
import { digest } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { isMailOn } from "@/lib/platform/mail";
import { isPassword } from "@/lib/platform/password";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { letterName, writtenLetter } from "@/lib/requests/letters";
import { lockRequest, type OwnRequest, ownRequestOf, writableRequestCipher } from "@/lib/requests/load";

type Input = z.output<typeof messageInput>;

/** After how many days a mail that could not be sent is given up. */
const mailDays = 3;

const refuse = (field: string, detail: string, message: string) =>
  new AppError("validation_error", detail, { fields: [{ field, message }] });

/**
 * Sends a message to the requester, or records one that an officer sent. It is kept with the request as it was sent.
 * A repeat with the same key sends nothing.
 * @throws AppError conflict when it would say what is not so, its letter cannot be written or is no longer true, or its
 * key was used for another text; validation_error for an
 * address that cannot be written to, a day in the future, or a text with the code of a download link
 */
export async function sendMessage(
  actor: Actor,
  { requestId, ...input }: Input & { requestId: string },
): Promise<MessageList> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, requestId);
  const { kind, language, via, to, subject, text } = input;
  const id = idOf(request, input);
  if (await isSent(db, actor, request, id, input)) return listMessages(actor, { requestId });
  refuseUntrue(request, input);
  const sentAt = sentAtOf(request, input);
  await refuseCode(request, `${subject}\n${text}`);
  const letter = await letterOf(actor, request, input);
  await db.$transaction(async (tx) => {
    // The letter tells of the request as it was read above.
    const locked = await lockRequest(tx, actor, requestId, letter ? request.version : undefined);
    if (await isSent(tx, actor, locked, id, input)) return;
    refuseUntrue(locked, input);
    const cipher = await writableRequestCipher(actor, locked);
    const bytes = letter?.bytes.toString("base64");
    const sealed = cipher.seal("requestMessage", id, { to, subject, text, ...(bytes && { letter: bytes }) });
    const state = via === "mail" ? ("queued" as const) : ("recorded" as const);
    await tx.requestMessage.create({
      data: {
        ...belowRequest(locked),
        ...{ id, kind, language, via, state, sealed, sentAt },
        sentBy: actor.id,
        hasLetter: letter !== null,
        wording: letter?.wording ?? null,
      },
    });
    if (via === "mail")
      await queueMail(tx, actor.scope, {
        kind: "request_message",
        facts: { subject, text, ...(letter && bytes && { attachment: { name: letter.name, bytes } }) },
        // The language is that of its frame, which a message has not.
        to: { address: to, name: "", language: "en" },
        aboutId: id,
        expiresAt: daysAfter(sentAt, mailDays),
      });
    await recordEvent(tx, actor, {
      type: "request.message-sent",
      metadata: {
        ...{ kind, via, messageId: id, hasLetter: letter !== null },
        ...(letter && { wording: letter.wording }),
      },
      resource: { type: "request", id: locked.id },
    });
  });
  return listMessages(actor, { requestId });
}

/** The id of a message: the same for the same key of a request, so that a repeat finds it. */
const idOf = (request: OwnRequest, { onceKey }: Input): string =>
  onceKey ? `msg_0${digest(`${request.id} ${onceKey}`).toString("hex").slice(0, 25)}` : newId("msg");

/**
 * Whether a message has been sent before.
 * @throws AppError conflict when that one had another text
 */
async function isSent(
  at: Pick<Transaction, "requestMessage">,
  actor: Actor,
  request: OwnRequest,
  id: string,
  { onceKey, kind, via, to, subject, text }: Input,
): Promise<boolean> {
  const row = onceKey && (await at.requestMessage.findFirst({ where: { ...belowRequest(request), id } }));
  if (!row) return false;
  const said = (await cipherOf(actor, "request", request)).open("requestMessage", id, row.sealed);
  const isOther = said && (said.to !== to || said.subject !== subject || said.text !== text);
  if (isOther || row.kind !== kind || row.via !== via)
    throw new AppError("conflict", "This message has been sent already, with another text.");
  return true;
}

/** Refuses a message that would say what is not so. */
function refuseUntrue(request: OwnRequest, input: Input): void {
  const { kind, via, to, text } = input;
  const refusal = whyNoMessage(kind, messageFacts(request));
  if (refusal) throw new AppError("conflict", refusal);
  if (text.includes("{link}"))
    throw refuse("text", "Put the download link in place of {link}.", "must contain the download link");
  if (via !== "mail") return;
  refuseUnattached(input);
  if (!isMailOn())
    throw new AppError("conflict", "No mail server is set. The operator sets SMTP_URL and MAIL_FROM.");
  if (!isMailAddress(to)) throw refuse("to", "The address cannot be written to.", "must be a mail address");
}

/** Refuses a mail without the letter that it speaks of, or that alone tells the reason. */
function refuseUnattached({ kind, hasLetter, text }: Input): void {
  if (hasLetter) return;
  if (isNothingWithoutLetter(kind))
    throw new AppError(
      "conflict",
      "By mail this message goes with its letter only: the letter gives the reason.",
    );
  const said = letterLanguages.map((each) => sentenceOfLetter(kind, each));
  if (said.some((sentence) => sentence && text.includes(sentence)))
    throw refuse("text", "The text speaks of a letter that is not attached.", "must not speak of a letter");
}

/** When a message was sent: now, or on the day that an officer gives. */
function sentAtOf({ timeZone, receivedAt }: OwnRequest, { sentOn }: Input): Date {
  const now = new Date();
  const today = todayIn(timeZone, now);
  if (!sentOn || sentOn === today) return now;
  const sentAt = sentOn < today ? instantOn(timeZone, sentOn) : null;
  if (!sentAt) throw refuse("sent_on", "The day is in the future.", "is in the future");
  if (sentOn < todayIn(timeZone, receivedAt))
    throw refuse(
      "sent_on",
      "The day is before the request was received.",
      "is before the request was received",
    );
  return sentAt;
}

/** A link and its code go different ways (decision 0020). */
async function refuseCode(request: OwnRequest, text: string): Promise<void> {
  const codes = possibleCodes(text).slice(0, 300);
  if (codes.length === 0) return;
  const links = await db.deliveryLink.findMany({ where: belowRequest(request) });
  for (const link of links.filter((each) => isLinkAlive(each, new Date())))
    for (const code of codes)
      if (await isPassword(code, link.codeHash))
        throw refuse(
          "text",
          "The code of the download link must reach the requester in another way.",
          "must not contain the code of the download link",
        );
}

/** Writes the letter that goes with a message; null when none was asked for. */
async function letterOf(actor: Actor, request: OwnRequest, { kind, language, hasLetter }: Input) {
  if (!hasLetter) return null;
  const letter = letterOfMessage[kind];
  if (!letter) throw refuse("has_letter", "No letter belongs to this message.", "is not possible");
  return {
    name: letterName(request, letter),
    ...(await writtenLetter(actor, request, { letter, language })),
  };
}
