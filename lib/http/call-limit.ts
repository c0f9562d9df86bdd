import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { env } from "@/lib/platform/env";
import { consumeByBlock } from "@/lib/platform/rate-limit";

/** Anyone who opens the web page has its key. */
const ofPublishable = { name: "api_publishable", points: 10, seconds: 60 };

const limitOf = ({ keyType }: ApiKeyActor) =>
  keyType === "publishable"
    ? ofPublishable
    : { name: "api", points: env().API_REQUESTS_PER_MINUTE, seconds: 60 };

/**
 * Counts a call of an API key, and returns the contract's headers with what is left. Calls of people are not counted.
 * @throws AppError rate_limited
 */
export async function countCall(actor: Actor): Promise<Record<string, string>> {
  if (actor.kind !== "api_key") return {};
  const limit = limitOf(actor as ApiKeyActor);
  const { remaining, resetAt } = await consumeByBlock(limit, actor.id);
  return {
    "X-RateLimit-Limit": String(limit.points),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Reset": String(Math.ceil(resetAt.getTime() / 1000)),
  };
}
