import "server-only";
import type { Actor, ProvenIdentity } from "@/lib/actor/actor";

/**
 * Turns a proven identity into an actor. Only code that authenticates may call it: lib/auth, `jobActor` and signed
 * URLs. A recorded denial gets an actor without permissions.
 */
export const mintActor = (identity: ProvenIdentity) => identity as Actor;
