import "server-only";
import { z } from "zod";
import { type Actor, environments } from "@/lib/actor/actor";
import { keyCreation } from "@/lib/api-keys/policy";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { creatorOf, sessionCreation } from "@/lib/captures/load";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import {
  consumeByBlock,
  type RateLimit,
  type RateState,
  stateByBlock,
  stateOf,
} from "@/lib/platform/rate-limit";

/** Anyone who opens the web page has its key. */
const ofPublishable = { name: "api_publishable", points: 10, seconds: 60 };

const limitOf = ({ keyType }: ApiKeyActor): RateLimit =>
  keyType === "publishable"
    ? ofPublishable
    : { name: "api", points: env().API_REQUESTS_PER_MINUTE, seconds: 60 };

const headersOf = ({ limit, remaining, resetAt }: RateState): Record<string, string> => ({
  "X-RateLimit-Limit": String(limit),
  "X-RateLimit-Remaining": String(remaining),
  "X-RateLimit-Reset": String(Math.ceil(resetAt.getTime() / 1000)),
});

/**
 * Counts a call of an API key. Calls of people are not counted.
 * @param headers of the answer: the contract's, with what is left, are added, also when the call is refused
 * @throws AppError rate_limited
 */
export async function countCall(actor: Actor, headers: Record<string, string>): Promise<void> {
  if (actor.kind !== "api_key") return;
  const limit = limitOf(actor as ApiKeyActor);
  try {
    Object.assign(headers, headersOf(await consumeByBlock(limit, actor.id)));
  } catch (error) {
    if (error instanceof AppError && error.retryAfterSeconds !== undefined) {
      const resetAt = new Date(Date.now() + error.retryAfterSeconds * 1000);
      Object.assign(headers, headersOf({ limit: limit.points, remaining: 0, resetAt }));
    }
    throw error;
  }
}

const limitDto = z.object({
  limit: z.int(),
  remaining: z.int(),
  resetInSeconds: z.int(),
  windowSeconds: z.int(),
});

export const rateLimitsDto = z.object({
  rateLimit: limitDto.meta({ description: "Of the calling key; this call is counted." }),
  quotas: z.object({
    keyCreation: limitDto.meta({ description: "Keys that the organization creates or clones." }),
    sessionCreation: limitDto.meta({ description: "Sessions that it creates in this environment." }),
  }),
  plan: z.literal("self_hosted"),
  environment: z.enum(environments),
});

const told = ({ limit, remaining, resetAt }: RateState, { seconds }: RateLimit) => ({
  limit,
  remaining,
  resetInSeconds: Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000)),
  windowSeconds: seconds,
});

/**
 * Returns what the calling key can still use. It needs no scope, because a key learns only about itself.
 * @throws AppError bad_request for a member, whose calls are not limited
 */
export async function getRateLimits(actor: Actor): Promise<z.infer<typeof rateLimitsDto>> {
  if (actor.kind !== "api_key")
    throw new AppError("bad_request", "Calls of members are not limited. Send an API key.");
  const limit = limitOf(actor as ApiKeyActor);
  const { organizationId, environment } = actor.scope;
  const ofSessions = sessionCreation();
  const [calls, keys, sessions] = await Promise.all([
    stateByBlock(limit, actor.id),
    stateOf(keyCreation, organizationId),
    stateByBlock(ofSessions, creatorOf(actor)),
  ]);
  return {
    rateLimit: told(calls, limit),
    quotas: { keyCreation: told(keys, keyCreation), sessionCreation: told(sessions, ofSessions) },
    plan: "self_hosted",
    environment,
  };
}
