import "server-only";
import type { Actor, RequestOrigin } from "@/lib/actor/actor";

/** Who calls, and which request they sent. */
export type Caller = { actor: Actor; origin: RequestOrigin & { id: string } };

const callers = new WeakMap<Request, Caller>();

/**
 * Makes the request of a call that another door makes for a caller whom it has let in and counted. The route neither
 * asks for the key again nor counts the call again, and the audit log shows the request that the caller sent.
 */
export function innerRequest(caller: Caller, url: URL, init: RequestInit): Request {
  const request = new Request(url, init);
  callers.set(request, caller);
  return request;
}

/** Returns the caller of an inner call; undefined for a request that came from outside. */
export const innerCaller = (request: Request): Caller | undefined => callers.get(request);
