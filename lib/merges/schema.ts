import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { flagReasons, type IdentityDto, listedIdentityDto } from "@/lib/identities/schema";

const mergedId = z.string().min(1).max(255).refine(isStorable, storable);
const about = "An identity's id, or its external reference.";

export const mergeInput = z.strictObject({
  primaryIdentityId: mergedId.meta({ description: `${about} It remains.` }),
  secondaryIdentityId: mergedId.meta({ description: about }),
});
export const mergeMultipleInput = z.strictObject({
  primaryIdentityId: mergedId.meta({ description: `${about} It remains.` }),
  secondaryIdentityIds: z.array(mergedId).min(1).max(50),
});
export const mergePreviewInput = z.union([mergeInput, mergeMultipleInput]);

/** The identities of a merge, whichever call names them. */
export type MergeInput = z.output<typeof mergeMultipleInput>;
export const asMergeInput = (given: z.output<typeof mergePreviewInput>): MergeInput =>
  "secondaryIdentityIds" in given
    ? given
    : { primaryIdentityId: given.primaryIdentityId, secondaryIdentityIds: [given.secondaryIdentityId] };

const mergeProblem = z.object({
  code: z.enum(["same", "merged", "redacted", "archived", "restricted", "tags", "custom_fields"]),
  identityId: z.string(),
  detail: z.string(),
});
export type MergeProblem = z.infer<typeof mergeProblem>;

/** What a merge would do. Nothing has changed. */
export const mergePreviewDto = z.object({
  primary: listedIdentityDto,
  secondaries: z.array(listedIdentityDto),
  sessionsMoved: z.int().meta({ description: "Sessions that would go to the primary identity." }),
  holdsMoved: z.int().meta({ description: "Legal holds that would then cover all of its sessions." }),
  openRequests: z.int().meta({
    description: "Open requests that found sessions which would move. What they found stays; search again.",
  }),
  tags: z.array(z.string()),
  isFlagMoved: z.boolean(),
  flagsDropped: z.array(z.object({ identityId: z.string(), reason: z.enum(flagReasons) })).meta({
    description:
      "Flags that would not remain, because an identity has one. The audit log keeps their reasons.",
  }),
  fieldsKept: z.int().meta({ description: "Custom fields that the identity which remains would have." }),
  fieldsDropped: z.int().meta({
    description:
      "Custom fields whose value would be lost, because the identity that remains has one of that name.",
  }),
  isPossible: z.boolean(),
  problems: z.array(mergeProblem),
  isFinal: z.literal(true).meta({ description: "A merge cannot be undone." }),
});
export type MergePreviewDto = z.infer<typeof mergePreviewDto>;

export type MergedDto = { primary: IdentityDto; secondaries: IdentityDto[] };
export const mergedDto = z.object({ primary: listedIdentityDto, secondary: listedIdentityDto });
export const mergedMultipleDto = z.object({
  primary: listedIdentityDto,
  mergedCount: z.int(),
  mergedIds: z.array(z.string()),
});
