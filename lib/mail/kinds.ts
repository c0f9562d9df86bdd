import { z } from "zod";

export const mailStates = ["waiting", "sent", "failed"] as const;

/** A mail as those see it who caused it. */
export const mailDto = z.object({
  id: z.string(),
  to: z.string(),
  state: z.enum(mailStates),
  attempts: z.int(),
  answer: z.string().nullable().meta({ description: "The mail server's last answer, in its own words." }),
});
export type MailDto = z.infer<typeof mailDto>;

const link = { url: z.string(), until: z.string() };

/** What each kind of mail says. */
export const mailFacts = {
  invitation: z.strictObject({ ...link, by: z.string() }),
  password_link: z.strictObject({ ...link, by: z.string() }),
  forgotten_password: z.strictObject(link),
  capture_invite: z.strictObject(link),
  daily_digest: z.strictObject({
    dueRequests: z.int(),
    lateRequests: z.int(),
    lateCases: z.int(),
    requestsUrl: z.string(),
    casesUrl: z.string(),
    accountUrl: z.string(),
  }),
  webhook_disabled: z.strictObject({
    host: z.string(),
    environment: z.string(),
    failures: z.int(),
    url: z.string(),
  }),
  /** Finished words for a requester, and a PDF in base64. */
  request_message: z.strictObject({
    subject: z.string(),
    text: z.string(),
    attachment: z.strictObject({ name: z.string(), bytes: z.string() }).optional(),
  }),
} as const;

export type MailKind = keyof typeof mailFacts;
export type MailFacts<K extends MailKind> = z.infer<(typeof mailFacts)[K]>;

/** What is sealed with a mail: its receiver's name and its facts. */
export const sealedMail = z.strictObject({ name: z.string(), facts: z.unknown() });
