import { z } from "zod";
import { queueName } from "@/lib/settings/schema";

/** A member who reviews cases, as others may see them. */
export const reviewerDto = z.object({
  id: z.string(),
  name: z.string(),
  mayTakeEscalations: z.boolean(),
  isAway: z.boolean(),
});
export const reviewerList = z.object({ data: z.array(reviewerDto) });
export type ReviewerListDto = z.infer<typeof reviewerList>;

const instant = z.string().meta({ format: "date-time" });

/** A member who reviews cases, with their workload. */
export const workloadDto = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  capacity: z.int().nullable().meta({ description: "Limit of claimed cases; null means no limit." }),
  awayUntil: instant.nullable(),
  queues: z
    .array(z.string())
    .meta({ description: "Queues that the member works in; empty means all queues." }),
  held: z.int().meta({ description: "Number of claimed cases in this environment." }),
});
export type WorkloadDto = z.infer<typeof workloadDto>;
export const workloadList = z.object({ data: z.array(workloadDto) });
export type WorkloadListDto = z.infer<typeof workloadList>;

export const memberParams = z.object({ memberId: z.string().min(1).max(128) });
/** A change of a member's workload; fields that are absent stay. */
export const workloadInput = z.strictObject({
  capacity: z.int().min(1).max(1_000).nullable().optional(),
  awayUntil: z.iso
    .datetime({ offset: true })
    .refine((at) => /^2\d\d\d-/.test(at), "a year from 2000 to 2999")
    .nullable()
    .optional(),
  queues: z.array(queueName).max(50).optional(),
});
export type WorkloadInput = z.infer<typeof workloadInput>;

/** JSON as text: the standard fixes the spelling of its keys, which the API would change otherwise. */
const jsonText = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    });

const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/, "must be base64url");

const passkeyAnswer = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal("public-key"),
  // Neither is used: no extension is asked for, and what the device is attached to proves nothing.
  clientExtensionResults: z.unknown().transform(() => ({})),
  authenticatorAttachment: z.unknown().transform(() => undefined),
};

/** What a browser returns for a new passkey (W3C Web Authentication Level 3 §5.1.8, RegistrationResponseJSON). */
const created = z.object({
  ...passkeyAnswer,
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(60_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
export const passkeyCreated = jsonText(80_000).pipe(created);
export type PasskeyCreated = z.infer<typeof created>;

/** What a browser returns when a passkey signs (AuthenticationResponseJSON). */
const used = z.object({
  ...passkeyAnswer,
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(10_000),
    userHandle: base64url(200)
      .nullish()
      .transform((handle) => handle ?? undefined),
  }),
});
export const passkeyUsed = jsonText(40_000).pipe(used);
export type PasskeyUsed = z.infer<typeof used>;
