import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import type { AskInput } from "@/lib/ask/schema";
import { takeIn } from "@/lib/requests/write";

/**
 * Takes in what somebody asks on the public page. Nothing is looked up, so that neither the answer nor its time tells
 * whether anybody is known here; a second request is another one.
 * @returns the receipt number
 */
export async function ask(actor: Actor, input: AskInput): Promise<{ receipt: string }> {
  authorize(actor, "requests:ask");
  const { kind, requester, agent, language, details } = input;
  return {
    receipt: await takeIn(actor, {
      ...{ kind, requester, agent, language },
      channel: "web",
      ...(details && { details }),
    }),
  };
}
