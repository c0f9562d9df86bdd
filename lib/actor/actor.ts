import { type Permission, type Role, scopesThatGrant } from "@/lib/actor/permissions";
import type { Language } from "@/lib/language/languages";
import { AppError } from "@/lib/platform/errors";

declare const minted: unique symbol;

export const environments = ["live", "sandbox"] as const;
export type Environment = (typeof environments)[number];

/** The parts of the calling request that an audit event records. */
export type RequestOrigin = {
  id?: string;
  ipAddress?: string;
  method?: string;
  path?: string;
  /**
   * Set when the call carries an Idempotency-Key. The code that commits the work marks the key as used in the same
   * transaction.
   */
  call?: IdempotentCall;
};

export type IdempotentCall = {
  readonly organizationPk: bigint;
  readonly environment: Environment;
  readonly apiKeyPk: bigint;
  readonly key: string;
  /** Identifies this attempt: a retry with the same key may have taken over. */
  readonly holder: string;
};

export type ActorScope = {
  readonly organizationPk: bigint;
  readonly organizationId: string;
  readonly environment: Environment;
};

export type ProvenIdentity = {
  readonly kind: "person" | "api_key" | "signed_url" | "job" | "public";
  readonly id: string;
  /** The name in the audit log: an e-mail address, `api_key:<prefix>`, or the job's name. */
  readonly name: string;
  /** The actor may touch only rows of this organization and environment. */
  readonly scope: ActorScope;
  readonly permissions: ReadonlySet<Permission>;
  readonly request: RequestOrigin;
};

/** A proven identity. Only `mintActor` creates one. */
export type Actor = ProvenIdentity & { readonly [minted]: true };

/** Returns whether the actor has the permission. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

/**
 * Refuses an actor without the permission. Every operation calls it first.
 * @throws AppError forbidden; to an API key it says which scopes grant the permission
 */
export function authorize(actor: Actor, permission: Permission): void {
  if (can(actor, permission)) return;
  const needed = `This action needs the ${permission} permission.`;
  throw new AppError("forbidden", actor.kind === "api_key" ? `${needed} ${grantedBy(permission)}` : needed);
}

function grantedBy(permission: Permission): string {
  const granting = scopesThatGrant(permission);
  if (granting.length === 0) return "No scope of an API key grants it.";
  return `An API key has it with the scope ${granting.join(" or ")}.`;
}

/** The conditions of a `where` that limit a query to the actor's organization and environment. */
export function inScope({ scope }: Actor) {
  return { organizationPk: scope.organizationPk, environment: scope.environment };
}

export type Person = Actor & {
  readonly member: {
    id: string;
    name: string;
    email: string;
    roles: Role[];
    language: Language;
    timeZone: string;
  };
  /** Whether a second factor is required and missing; the member may then only set one up. */
  readonly mustAddFactor: boolean;
  readonly signInId: string;
  /** The member's current workload settings; `queues` limits which queues they work. */
  readonly work: { capacity: number | null; awayUntil: Date | null; queues: readonly string[] };
};
