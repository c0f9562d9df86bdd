import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

/** A note about a request, from one member to the others. */
export const memberNoteInput = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .refine(isStorable, storable)
    .meta({ description: "Only members read it, and an authority that is given the dossier." }),
});
export type MemberNoteInput = z.infer<typeof memberNoteInput>;

export const memberNoteDto = z.object({
  id: z.string(),
  writtenBy: z.string(),
  writtenAt: z.string().meta({ format: "date-time" }),
  text: z.string().nullable().meta({ description: "Null after the erasure of the request's personal data." }),
});
export type MemberNoteDto = z.infer<typeof memberNoteDto>;
export const memberNoteList = z.object({ data: z.array(memberNoteDto) });
export type MemberNoteList = z.infer<typeof memberNoteList>;
