import "server-only";
import type { Actor, ProvenIdentity } from "@/lib/actor/actor";
import { alsoDoing } from "@/lib/platform/doing";

/**
 * Turns a proven identity into an actor. Only code that authenticates may call it: lib/auth, `jobActor` and signed
 * URLs. A recorded denial gets an actor without permissions.
 */
export function mintActor(identity: ProvenIdentity): Actor {
  // A job acts for many organizations in turn, and some at once; a request has one actor.
  if (identity.kind !== "job") {
    const { kind, scope } = identity;
    alsoDoing({ actor: kind, organization: scope.organizationId, environment: scope.environment });
  }
  return identity as Actor;
}
