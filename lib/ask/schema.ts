import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { isStorable, storable } from "@/lib/format/text";
import { languages } from "@/lib/language/languages";
import { agentInput, requesterInput, requestKinds } from "@/lib/requests/schema";

/** What somebody says on the public page. A way to answer belongs to it: of the person, or of who asks for them. */
export const askInput = z
  .strictObject({
    organizationId: z.string().min(1).max(128),
    environment: z.enum(environments),
    kind: z.enum(requestKinds),
    requester: requesterInput,
    agent: agentInput.optional().meta({ description: "Who asks on behalf of the requester." }),
    language: z
      .enum(languages)
      .optional()
      .meta({ description: "That of the page: letters and messages use it." }),
    details: z.string().trim().max(4000).refine(isStorable, storable).optional(),
  })
  .refine(({ requester, agent }) => [requester, agent].some((one) => one?.email || one?.phone), {
    path: ["requester"],
    message: "must contain an e-mail address or a phone number, so that we can answer you",
  });
export type AskInput = z.infer<typeof askInput>;

/** The same answer to everybody. */
export const askedDto = z.object({ receipt: z.string() });
