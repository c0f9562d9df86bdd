import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { listedTypes } from "@/lib/watchlists/schema";

/** The contract's types that need a source of their own, which an installation does not have. */
export const riskTypes = [
  "email_risk",
  "phone_risk",
  "ip_risk",
  "email_risk_enhanced",
  "phone_risk_enhanced",
  "address_validation",
  "ssn_verification",
] as const;
export const checkTypes = [...listedTypes, ...riskTypes] as const;
export type CheckType = (typeof checkTypes)[number];

/** Text of at most so many characters, as a caller gives it. */
export const subjectText = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);
/** What a caller says of the person of a check. */
export const subject = {
  nameFirst: subjectText(255).optional(),
  nameLast: subjectText(255).optional(),
  birthdate: z.iso.date().optional(),
  countryCode: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .optional(),
  email: subjectText(255).optional(),
  phone: subjectText(64).optional(),
  ipAddress: subjectText(64).optional(),
  address: z.union([subjectText(1_000), z.record(z.string().max(64), z.string().max(500))]).optional(),
  ssn: subjectText(32)
    .optional()
    .meta({ description: "Read and dropped: it is neither stored nor returned." }),
};
/** Whom a check is about, as it is sealed with the check. */
export type Subject = Omit<z.infer<z.ZodObject<typeof subject>>, "ssn">;
