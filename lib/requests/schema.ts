import { z } from "zod";
import { deliveryDto, packageDto } from "@/lib/contract/answer";
import { clockDto } from "@/lib/contract/clock";
import { matchDto } from "@/lib/contract/matches";
import { laterInput, partsDto } from "@/lib/contract/parts";
import { recipientInput, recipientOutcomes, recipientsDto } from "@/lib/contract/recipients";
import { sessionId } from "@/lib/contract/session-id";
import { stepDto } from "@/lib/contract/steps";
import { agentRoles, letterLanguages, piiFields } from "@/lib/contract/vocabulary";
import { correctedData } from "@/lib/corrections/schema";
import { isEmailAddress, isPhoneNumber } from "@/lib/format/contact";
import { isStorable, storable } from "@/lib/format/text";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { requestKinds } from "@/lib/law/kinds";
import { pauseGrounds } from "@/lib/law/profiles";
import { feeDto, refusalDto } from "@/lib/refusals/schema";
import { unsaidParts } from "@/lib/settings/policy";

export { laterInput, recipientInput, recipientOutcomes, requestKinds };
export const requestStatuses = ["open", "completed", "refused", "withdrawn", "joined"] as const;
export const channels = ["email", "letter", "phone", "in_person", "api", "web", "other"] as const;
export const verificationMethods = [
  "code_to_known_address",
  "session_details",
  "document",
  "signed_in",
  "other",
] as const;

export const requestParams = z.object({ requestId: z.string().min(1).max(128) });

const day = z.iso.date();
const instant = z.string().meta({ format: "date-time" });
const words = z.string().trim().min(1).max(4000).refine(isStorable, storable);
const short = z.string().trim().min(1).max(255).refine(isStorable, storable);

export const requesterInput = z
  .strictObject({
    firstName: short.optional(),
    lastName: short.optional(),
    dateOfBirth: day.optional(),
    // A request is not refused for its form (GDPR Art. 12(2)), so every input that can be answered is accepted.
    email: short
      .refine(isEmailAddress, "must contain a name, an @ and a domain, such as name@example.com")
      .optional(),
    phone: short.refine(isPhoneNumber, "must contain the digits of a phone number").optional(),
    documentNumber: short.optional(),
    externalRef: short.optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    message: "must contain at least one detail that identifies the person",
  });
export type RequesterInput = z.infer<typeof requesterInput>;

/** Who asks on behalf of the requester: with their permission, or as a parent or guardian. */
export const agentInput = z.strictObject({
  role: z.enum(agentRoles),
  name: short,
  email: short.refine(isEmailAddress, "must contain a name, an @ and a domain").optional(),
  phone: short.refine(isPhoneNumber, "must contain the digits of a phone number").optional(),
});

/** A new request. Its clock starts when it reached the organization, by default now. */
export const requestInput = z
  .strictObject({
    kind: z.enum(requestKinds),
    jurisdiction: z.enum(jurisdictionIds).optional(),
    channel: z.enum(channels).default("other"),
    receivedAt: z.iso.datetime({ offset: true }).optional(),
    receivedOn: day
      .optional()
      .meta({ description: "Day in the organization's time zone; replaces `received_at`." }),
    requester: requesterInput,
    agent: agentInput.optional(),
    dataFrom: day.optional().meta({ description: "Only sessions from this day on are meant." }),
    dataTo: day.optional().meta({ description: "Only sessions up to this day are meant." }),
    details: z.string().trim().max(4000).refine(isStorable, storable).optional(),
  })
  .refine(({ receivedAt, receivedOn }) => !(receivedAt && receivedOn), {
    path: ["receivedOn"],
    message: "says the same as received_at; give one of them",
  })
  .refine(({ dataFrom, dataTo }) => !dataFrom || !dataTo || dataFrom <= dataTo, {
    path: ["dataTo"],
    message: "is before the first day",
  });
export type RequestInput = z.infer<typeof requestInput>;

const version = z.int().min(1).optional();
export const verifyInput = z.strictObject({ how: z.enum(verificationMethods), version });
export type VerifyInput = z.infer<typeof verifyInput>;
export const reasonInput = z.strictObject({ reason: words, version });
const ground = z.enum(pauseGrounds).default("identity").meta({ description: "The answer that is awaited." });
const on = day
  .optional()
  .meta({ description: "The day in the request's time zone, from its receipt to today; by default today." });
export const pauseInput = z.strictObject({ ground, reason: words, on, version });
export type PauseInput = z.infer<typeof pauseInput>;
/** Without a ground, every awaited answer has come. */
export const resumeInput = z.strictObject({ ground: z.enum(pauseGrounds).optional(), on, version });
export type ResumeInput = z.infer<typeof resumeInput>;
export const languageInput = z.strictObject({ language: z.enum(letterLanguages), version });
export type LanguageInput = z.infer<typeof languageInput>;
export const joinInput = z.strictObject({ into: z.string().min(1).max(128), version });
export const versionInput = z.strictObject({ version });
/** A second person decides on what they have seen. */
export const confirmInput = z.strictObject({
  version: z.int().min(1).meta({ description: "The version that was read; 409 if it has changed since." }),
});
/** A password may encrypt the package. It reaches the requester separately. */
export const packageInput = z.strictObject({ password: z.string().min(12).max(128).optional(), version });
export type PackageInput = z.infer<typeof packageInput>;
export const closeInput = z.strictObject({
  status: z.enum(["completed", "withdrawn"]),
  reason: words.optional(),
  version,
});
export type CloseInput = z.infer<typeof closeInput>;
export const matchInput = z.strictObject({
  sessionId,
  state: z.enum(["accepted", "excluded"]),
  reason: words.optional(),
});
export type MatchInput = z.infer<typeof matchInput>;
/** Several sessions at once: accepted together, or made undecided again. */
export const matchesInput = z.strictObject({
  sessionIds: z.array(sessionId).min(1).max(500),
  state: z.enum(["accepted", "proposed"]),
  version,
});
export type MatchesInput = z.infer<typeof matchesInput>;
export const tellInput = z.strictObject({
  isTold: z.boolean().meta({ description: "Whether the answer discloses open reviews." }),
  reason: words.optional(),
  version,
});
export type TellInput = z.infer<typeof tellInput>;
export const restrictInput = z.strictObject({ reason: words, version });
/** The requester must be informed before a restriction is lifted (GDPR Art. 18(3)). */
export const liftInput = z.strictObject({ reason: words, toldAt: z.iso.datetime({ offset: true }), version });
export type LiftInput = z.infer<typeof liftInput>;
/** What proved that an agent may ask, and the day on which it was seen. */
export const authorizeInput = z.strictObject({ proof: words, seenOn: day, version });
export type AuthorizeInput = z.infer<typeof authorizeInput>;
/** A complaint is acknowledged now, or was at an earlier time. */
export const acknowledgeInput = z.strictObject({
  acknowledgedAt: z.iso.datetime({ offset: true }).optional(),
  version,
});
export type AcknowledgeInput = z.infer<typeof acknowledgeInput>;
export const requestOutcomes = ["upheld", "partly_upheld", "not_upheld"] as const;
/** The conclusion about an objection or a complaint, with what it is founded on. An objection is upheld or not. */
export const concludeInput = z.strictObject({ outcome: z.enum(requestOutcomes), reason: words, version });
export type ConcludeInput = z.infer<typeof concludeInput>;
/** The correction of a session and its evidence. Without data the session stays unchanged, with the reason. */
export const rectifyInput = z.strictObject({
  sessionId,
  extractedData: correctedData.optional(),
  evidence: words.optional(),
  reason: words,
  version,
});
export type RectifyInput = z.infer<typeof rectifyInput>;
/** A value of an accepted session as the requester gives it. */
export const compareInput = z.strictObject({ sessionId, field: z.enum(piiFields), value: short });
export type CompareInput = z.infer<typeof compareInput>;
/** Whether it is the stored one. The stored value itself is not told. */
export const comparedDto = z.object({ isSame: z.boolean() });
export type ComparedDto = z.infer<typeof comparedDto>;
/** A day that a retention period can be counted from. */
const countedFrom = day.refine((text) => /^(19|2\d)\d\d-/.test(text), "a day from 1900 to 2999");
/** A person types the request's id to confirm an erasure. */
export const eraseInput = z.strictObject({
  confirm: z.string().max(128),
  relationEndedOn: countedFrom.optional(),
  version,
});
export type EraseInput = z.infer<typeof eraseInput>;
export const planQuery = z.object({ relationEndedOn: countedFrom.optional() });

export const requestRowDto = z.object({
  id: z.string(),
  kind: z.enum(requestKinds),
  status: z.enum(requestStatuses),
  assignedTo: z.string().nullable().meta({ description: "The member who answers it." }),
  assigneeName: z.string().nullable(),
  channel: z.string(),
  requester: z.string().nullable().meta({ description: "Masked; null after the erasure." }),
  receivedAt: instant,
  closedAt: instant.nullable(),
  clock: clockDto,
  step: z.string().meta({ description: "The next step." }),
  version: z.int(),
});
export type RequestRowDto = z.infer<typeof requestRowDto>;

export const requestDto = requestRowDto.extend({
  requester: requesterInput.nullable(),
  details: z.string().nullable(),
  reasons: z.object({
    extension: z.string().nullable(),
    pause: z.string().nullable().meta({ description: "Why proof of identity was awaited." }),
    pauseScope: z.string().nullable(),
    pauseFee: z.string().nullable(),
    closing: z.string().nullable(),
    telling: z.string().nullable(),
    restriction: z.string().nullable(),
    lifting: z.string().nullable(),
    conclusion: z.string().nullable(),
    authority: z.string().nullable().meta({ description: "What proved that the agent may ask." }),
    reopening: z.string().nullable(),
  }),
  openReviews: z
    .object({ sessionIds: z.array(z.string()), isTold: z.boolean(), withheld: z.string() })
    .nullable()
    .meta({ description: "Accepted sessions with an open review, and the data that the answer withholds." }),
  joinedInto: z.string().nullable(),
  duplicates: z.array(z.string()).meta({ description: "Open requests that seem to be of the same person." }),
  sameKind: z.array(z.string()).meta({ description: "Those of them that ask for the same." }),
  agent: agentInput
    .extend({ provenBy: z.string().nullable(), proofSeenOn: day.nullable() })
    .nullable()
    .meta({ description: "Who asks on behalf of the requester; null for those who may not see it." }),
  reopenedAt: instant.nullable(),
  dataFrom: day.nullable(),
  dataTo: day.nullable(),
  needsApproval: z.boolean(),
  reviewedBy: z.string().nullable(),
  delivery: deliveryDto.nullable(),
  language: z.enum(letterLanguages).meta({ description: "Of letters and messages to the requester." }),
  refusal: refusalDto.nullable(),
  fee: feeDto.nullable(),
  outcome: z.enum(requestOutcomes).nullable().meta({ description: "Of an objection or a complaint." }),
  liftedAt: instant.nullable(),
  ...recipientsDto.shape,
  parts: partsDto,
  relationEndedOn: day.nullable(),
  unsaid: z.array(z.enum(unsaidParts)).meta({
    description: "Empty settings that the letter needs; `controller` is the postal address.",
  }),
  steps: z.array(stepDto),
  matches: z.array(matchDto),
  package: packageDto.nullable(),
});
export type RequestDto = z.infer<typeof requestDto>;
