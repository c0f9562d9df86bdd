import { z } from "zod";
import { jurisdictionIds } from "@/lib/law/jurisdictions";
import { requestKinds } from "@/lib/law/kinds";
import { ruleNames } from "@/lib/law/profiles";

export const lawDto = z.object({
  version: z.string().meta({ description: "The `law_version` of requests that were received under it." }),
  jurisdiction: z.enum(jurisdictionIds),
  validFrom: z.iso.date().meta({ description: "The first day of receipt that it applies to." }),
  until: z.iso.date().nullable().meta({ description: "The last one; null while it is in force." }),
  kinds: z
    .array(z.object({ kind: z.enum(requestKinds), source: z.object({ text: z.string(), url: z.string() }) }))
    .meta({ description: "The kinds of requests that it offers." }),
  rules: z.array(
    z.object({
      rule: z.enum(ruleNames),
      says: z.string(),
      source: z.object({ text: z.string(), url: z.string() }).nullable(),
    }),
  ),
});
export type LawDto = z.infer<typeof lawDto>;
export const lawList = z.object({ data: z.array(lawDto) });
export type LawList = z.infer<typeof lawList>;
