import type { Permission, Role } from "@/lib/actor/permissions";
import { AppError } from "@/lib/platform/errors";

declare const minted: unique symbol;

export const environments = ["live", "sandbox"] as const;
export type Environment = (typeof environments)[number];

/** What an audit event says of the request that caused it. */
export type RequestOrigin = {
  id?: string;
  ipAddress?: string;
  method?: string;
  path?: string;
  /** The call with an Idempotency-Key that this is; whoever commits its work says so in the same transaction. */
  call?: IdempotentCall;
};

export type IdempotentCall = {
  readonly organizationPk: bigint;
  readonly environment: Environment;
  readonly apiKeyPk: bigint;
  readonly key: string;
  /** This try of it: another one may have taken over meanwhile. */
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
  /** As the audit log shows it: an e-mail address, `api_key:<prefix>`, or the job's name. */
  readonly name: string;
  /** Every row an actor may touch carries these. */
  readonly scope: ActorScope;
  readonly permissions: ReadonlySet<Permission>;
  readonly request: RequestOrigin;
};

/** An identity that has been proven. Only the doors in lib/auth mint one. */
export type Actor = ProvenIdentity & { readonly [minted]: true };

/** Whether the actor holds the permission. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

/**
 * The first line of every operation.
 * @throws AppError forbidden
 */
export function authorize(actor: Actor, permission: Permission): void {
  if (!can(actor, permission))
    throw new AppError("forbidden", `This action needs the ${permission} permission.`);
}

/** The part of a `where` that keeps an actor in its organization and environment. */
export function inScope({ scope }: Actor) {
  return { organizationPk: scope.organizationPk, environment: scope.environment };
}

export type Person = Actor & {
  readonly member: { id: string; name: string; email: string; roles: Role[] };
  readonly signInId: string;
  /** How much of which queues the member works, as it is now. */
  readonly work: { capacity: number | null; awayUntil: Date | null; queues: readonly string[] };
};
