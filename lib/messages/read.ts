import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import { letterDay, whyNoLetter } from "@/lib/letters/interim";
import { messageOf } from "@/lib/letters/message-texts";
import { memberNames } from "@/lib/members/load";
import { type MessageFacts, whyNoMessage } from "@/lib/messages/policy";
import {
  type DraftDto,
  type DraftQuery,
  letterOfMessage,
  type MessageDto,
  type MessageList,
} from "@/lib/messages/schema";
import { contactLines } from "@/lib/organization/policy";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMailOn } from "@/lib/platform/mail";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { letterFacts } from "@/lib/requests/letters";
import { clockOfRequest, type OwnRequest, ownRequestOf } from "@/lib/requests/load";
import { pauseReasons } from "@/lib/requests/policy";
import { currentSettings } from "@/lib/settings/load";
import { currentWording } from "@/lib/wordings/load";

/** Collects what decides which messages are true now. */
export const messageFacts = (request: OwnRequest): MessageFacts => ({
  status: request.status,
  isVerified: request.verifiedAt !== null,
  isExtended: request.extendedAt !== null,
  hasFee: request.feeAskedAt !== null,
  hasPackage: request.package?.status === "ready",
  isErased: request.dataKeyId === null,
});

/** Lists the messages to a requester as they were sent, the newest first. */
export async function listMessages(actor: Actor, input: { requestId: string }): Promise<MessageList> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const [rows, cipher, names] = await Promise.all([
    db.requestMessage.findMany({ where: belowRequest(request), orderBy: { pk: "desc" } }),
    cipherOf(actor, "request", request),
    memberNames(actor),
  ]);
  const own = cipher.pastDamage(() => undefined);
  return {
    data: rows.map(
      ({
        id,
        kind,
        language,
        via,
        state,
        answer,
        sentBy,
        sentAt,
        hasLetter,
        wording,
        sealed,
      }): MessageDto => {
        const said = own.open("requestMessage", id, sealed);
        return {
          ...{ id, kind, language, via, state, answer, hasLetter, wording },
          sentBy: names.get(sentBy) ?? sentBy,
          sentAt: instant(sentAt),
          to: said?.to ?? null,
          subject: said?.subject ?? null,
          text: said?.text ?? null,
        };
      },
    ),
  };
}

/** Writes a message as it would be sent now. Nothing is sent. */
export async function draftMessage(
  actor: Actor,
  input: DraftQuery & { requestId: string },
): Promise<DraftDto> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const { kind, language } = input;
  const settings = await currentSettings(actor);
  const [facts, cipher] = await Promise.all([
    letterFacts(actor, request, settings),
    cipherOf(actor, "request", request),
  ]);
  const held = cipher.open("request", request.id, request.sealed);
  const { name, ...contact } = settings.organization;
  const { dueOn, isLate, isOpen, hasNoTerm } = facts;
  const isDue = isOpen && !isLate && !hasNoTerm;
  const { pausedFor } = clockOfRequest(request, settings, new Date());
  const questions = pausedFor.map((ground) => held?.reasons?.[pauseReasons[ground]]);
  const letter = letterOfMessage[kind] ?? null;
  const place = letter && { letter, law: request.jurisdiction, language };
  const noLetter = letter && whyNoLetter(letter, facts);
  const message = messageOf(kind, language, {
    id: request.id,
    requester: facts.requester,
    question: questions.filter(Boolean).join("\n\n"),
    due: isDue && dueOn ? letterDay(language, dueOn) : "",
    hasLetter: letter !== null && noLetter === null,
    isEncrypted: Boolean(request.package?.sealed),
    wording: place ? (await currentWording(actor, place)).texts : {},
    foot: [name, ...contactLines({ name, ...contact })],
  });
  return {
    ...message,
    to: (held?.agent ?? held?.requester)?.email ?? "",
    letter: noLetter ? null : letter,
    whyNot: whyNoMessage(kind, messageFacts(request)),
    whyNoLetter: noLetter,
    canMail: isMailOn(),
  };
}

/**
 * Returns the letter that went with a message, as it was sent.
 * @throws AppError not_found
 */
export async function messageLetter(
  actor: Actor,
  input: { requestId: string; messageId: string },
): Promise<{ name: string; bytes: Buffer }> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const row = await db.requestMessage.findFirst({ where: { ...belowRequest(request), id: input.messageId } });
  const cipher = await cipherOf(actor, "request", request);
  const letter = row && cipher.open("requestMessage", row.id, row.sealed)?.letter;
  if (!letter) throw new AppError("not_found", "Letter not found.");
  return { name: `${request.id}-${row.kind}.pdf`, bytes: Buffer.from(letter, "base64") };
}
