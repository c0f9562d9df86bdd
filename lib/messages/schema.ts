import { z } from "zod";
import {
  type LetterKind,
  letterKinds,
  letterLanguages,
  type MessageKind,
  messageKinds,
} from "@/lib/contract/vocabulary";
import { isStorable, storable } from "@/lib/format/text";

/** How a message reached the requester: by the mail server, or in a way that an officer names. */
export const messageChannels = ["mail", "email", "letter", "phone", "in_person", "portal", "other"] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** `recorded`: an officer says that it was sent. The others are of the mail server. */
export const messageStates = ["queued", "accepted", "refused", "recorded"] as const;
export type MessageState = (typeof messageStates)[number];

/** The letter that goes with a message. */
export const letterOfMessage: Readonly<Partial<Record<MessageKind, LetterKind>>> = {
  received: "acknowledgement",
  question: "identity_question",
  extended: "extension",
  fee: "fee_question",
  refused: "refusal",
};

const line = z.string().trim().min(1).max(255).refine(isStorable, storable);
const instant = z.string().meta({ format: "date-time" });

export const messageParams = z.object({
  requestId: z.string().min(1).max(128),
  messageId: z.string().min(1).max(128),
});

export const draftQuery = z.strictObject({
  kind: z.enum(messageKinds).default("received"),
  language: z.enum(letterLanguages).default("en"),
});
export type DraftQuery = z.infer<typeof draftQuery>;

export const draftDto = z.object({
  to: z.string().meta({ description: "The requester's e-mail address; empty if none is known." }),
  subject: z.string(),
  text: z.string().meta({ description: "Contains `{link}` where a download link belongs." }),
  bodies: z
    .object({ withLetter: z.string(), withoutLetter: z.string() })
    .meta({ description: "The part of the text that depends on whether the letter goes with it." }),
  letter: z.enum(letterKinds).nullable().meta({ description: "The letter that can go with it now." }),
  whyNot: z.string().nullable().meta({ description: "Why it cannot be sent now." }),
  whyNoLetter: z.string().nullable(),
  canMail: z.boolean().meta({ description: "The operator has set a mail server." }),
});
export type DraftDto = z.infer<typeof draftDto>;

/** A message as it is sent, or was sent by an officer. */
export const messageInput = z
  .strictObject({
    kind: z.enum(messageKinds),
    language: z.enum(letterLanguages),
    via: z.enum(messageChannels),
    to: line.meta({ description: "The address; by another channel, where or to whom it went." }),
    subject: line,
    text: z.string().trim().min(1).max(10_000).refine(isStorable, storable),
    hasLetter: z.boolean().default(false),
    onceKey: z
      .string()
      .regex(/^[0-9A-Za-z-]{16,64}$/)
      .optional()
      .meta({ description: "Made anew for each message: a repeat with the same key is not sent again." }),
    sentOn: z.iso
      .date()
      .optional()
      .meta({ description: "When an officer sent it; by default today. Not by mail." }),
  })
  .refine(({ via, sentOn }) => via !== "mail" || !sentOn, {
    path: ["sentOn"],
    message: "belongs to a message that an officer sent",
  });
export type MessageInput = z.input<typeof messageInput>;

export const messageDto = z.object({
  id: z.string(),
  kind: z.enum(messageKinds),
  language: z.enum(letterLanguages),
  via: z.enum(messageChannels),
  state: z.enum(messageStates),
  answer: z.string().nullable().meta({ description: "The mail server's last answer, in its own words." }),
  sentBy: z.string(),
  sentAt: instant,
  to: z.string().nullable().meta({ description: "This and the text are null after the erasure." }),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  hasLetter: z.boolean(),
  wording: z.int().nullable().meta({
    description:
      "The version of the wording that its letter was made with; 0 is the program's own. Null without a letter, or where it was not noted.",
  }),
});
export type MessageDto = z.infer<typeof messageDto>;
export const messageList = z.object({ data: z.array(messageDto) });
export type MessageList = z.infer<typeof messageList>;
