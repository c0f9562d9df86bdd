import type { Tone } from "@/components/ui/tone";
import type { MessageKind } from "@/lib/contract/vocabulary";
import type { MessageChannel, MessageState } from "@/lib/messages/schema";

export const messageNames: Record<MessageKind, string> = {
  received: "Request received",
  verified: "Identity verified",
  question: "Question",
  extended: "Deadline extended",
  fee: "Fee",
  refused: "Request refused",
  ready: "Answer ready",
  done: "Request completed",
};

/** How a message went, as a choice. */
export const channelChoices: Record<MessageChannel, string> = {
  mail: "Send by e-mail from here",
  email: "I sent it by e-mail",
  letter: "I sent it by post",
  phone: "I said it by phone",
  in_person: "I said it in person",
  portal: "I sent it in the portal",
  other: "I sent it in another way",
};

/** How a message went, as part of a sentence. */
export const viaNames: Record<MessageChannel, string> = {
  mail: "by e-mail",
  email: "by e-mail",
  letter: "by post",
  phone: "by phone",
  in_person: "in person",
  portal: "in the portal",
  other: "in another way",
};

export const messageLooks: Record<MessageState, { tone: Tone; word: string }> = {
  queued: { tone: "info", word: "queued" },
  accepted: { tone: "good", word: "accepted by the mail server" },
  refused: { tone: "bad", word: "not sent" },
  recorded: { tone: "neutral", word: "recorded" },
};
