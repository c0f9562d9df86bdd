import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { env } from "@/lib/platform/env";
import { consumeByBlock } from "@/lib/platform/rate-limit";

/**
 * Counts a call of an API key, and returns the contract's headers with what is left. Calls of people are not counted.
 * @throws AppError rate_limited
 */
export async function countCall(actor: Actor): Promise<Record<string, string>> {
  if (actor.kind !== "api_key") return {};
  const limit = { name: "api", points: env().API_REQUESTS_PER_MINUTE, seconds: 60 };
  const { remaining, resetAt } = await consumeByBlock(limit, actor.id);
  return {
    "X-RateLimit-Limit": String(limit.points),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Reset": String(Math.ceil(resetAt.getTime() / 1000)),
  };
}
