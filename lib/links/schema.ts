import { z } from "zod";
import { caseParams } from "@/lib/cases/schema";
import { caseStatuses } from "@/lib/contract/vocabulary";

const instant = z.string().meta({ format: "date-time" });

export const linkKinds = [
  "document_number",
  "name_and_birth_date",
  "email",
  "phone",
  "device",
  "address",
  "ip_address",
  "face_reference",
] as const;

/** Another session that shares a value with this one. */
export const linkDto = z.object({
  sessionId: z.string(),
  kinds: z.array(z.enum(linkKinds)),
  createdAt: instant,
  status: z.string(),
  resultStatus: z.string().nullable(),
  riskScore: z.int().nullable(),
  caseId: z.string().nullable(),
  caseStatus: z.enum(caseStatuses).nullable(),
  subject: z.string().nullable(),
  externalRef: z.string().nullable(),
});

export type LinkDto = z.infer<typeof linkDto>;

export const linkParams = caseParams.extend({
  sessionId: z.string().min(1).max(128).meta({ description: "The linked session." }),
});

export const linkList = z.object({
  data: z.array(linkDto),
  totals: z
    .array(z.object({ kind: z.enum(linkKinds), count: z.int() }))
    .meta({ description: "Number of sessions that share each value, counted up to 1,000." }),
});

export type LinkListDto = z.infer<typeof linkList>;
