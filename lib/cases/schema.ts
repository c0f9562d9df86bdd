import { z } from "zod";
import { caseStatuses } from "@/lib/sessions/schema";

export const caseDto = z.object({
  id: z.string(),
  sessionId: z.string(),
  status: z.enum(caseStatuses),
  createdAt: z.string(),
  decision: z.enum(["approved", "rejected"]).nullable(),
  assignedTo: z.string().nullable(),
  claimedAt: z.string().nullable(),
  enteredReviewAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
});
export type CaseDto = z.infer<typeof caseDto>;

export const noteDto = z.object({
  id: z.string(),
  author: z.string().nullable(),
  content: z
    .string()
    .nullable()
    .meta({ description: "Null when it is redacted or the role may not read it." }),
  createdAt: z.string().nullable(),
});

/** The review case of a session with its notes, oldest first. */
export const sessionCaseDto = z.object({ reviewCase: caseDto.nullable(), notes: z.array(noteDto) });
export type SessionCaseDto = z.infer<typeof sessionCaseDto>;
