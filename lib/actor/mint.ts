import "server-only";
import type { Actor, ProvenIdentity } from "@/lib/actor/actor";

/** Turns a proven identity into an actor. Called by the doors of lib/auth and nobody else. */
export const mintActor = (identity: ProvenIdentity) => identity as Actor;
