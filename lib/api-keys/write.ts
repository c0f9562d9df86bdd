import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { toApiKeyDto } from "@/lib/api-keys/dto";
import { isUsable, lockCaller, lockKey } from "@/lib/api-keys/load";
import {
  keyCreation,
  readAllowedIps,
  readExpiry,
  refuseMixed,
  refuseMore,
  sortedScopes,
} from "@/lib/api-keys/policy";
import {
  type ApiKeyChanges,
  type ApiKeyDto,
  type ApiKeyInput,
  type ApiKeyParams,
  type ClonedApiKeyDto,
  type CloneInput,
  defaultScopes,
  type NewApiKeyDto,
  publishableScopes,
} from "@/lib/api-keys/schema";
import { recordEvent } from "@/lib/events/record";
import { instantOrNull } from "@/lib/format/instant";
import { digest, newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { ApiKey } from "@/lib/platform/generated/client";
import type { ApiKeyType, Environment } from "@/lib/platform/generated/enums";
import { newId } from "@/lib/platform/id";
import { consume } from "@/lib/platform/rate-limit";

const warning = "Store this secret now. It cannot be shown again.";

/** The columns that an admin decides. */
type Decided = Pick<
  ApiKey,
  | "type"
  | "label"
  | "note"
  | "scopes"
  | "apiVersion"
  | "defaultKeyInflection"
  | "allowedIps"
  | "allowedOrigins"
  | "expiresAt"
>;

/** Converts what is given to columns; what is not given is absent. */
function decidedOf(given: ApiKeyChanges): Partial<Decided> {
  const { scopes, allowedIps, allowedOrigins, expiresAt, ...rest } = given;
  const told = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(told),
    ...(scopes && { scopes: sortedScopes(scopes) }),
    ...(allowedIps !== undefined && { allowedIps: readAllowedIps(allowedIps ?? []) }),
    ...(allowedOrigins !== undefined && { allowedOrigins: [...new Set(allowedOrigins)] }),
    ...(expiresAt !== undefined && { expiresAt: expiresAt === null ? null : readExpiry(expiresAt) }),
  };
}

/** The part of a new key that the audit log shows. */
const limitsOf = (key: ApiKey) => ({
  scopes: key.scopes,
  allowedIps: key.allowedIps,
  expiresAt: instantOrNull(key.expiresAt),
});

/** How much of the random part tells keys apart on a screen: 48 of 256 bits. */
const shown = 8;

/** Makes the secret of a key, and the columns that are stored of it. */
export function newSecret(environment: Environment, type: ApiKeyType = "secret") {
  const begin = type === "publishable" ? `vk_pub_${environment}_` : `vk_${environment}_`;
  const secret = begin + newToken();
  return { secret, stored: { keyPrefix: secret.slice(0, begin.length + shown), digest: digest(secret) } };
}

/** Stores a key of the actor's environment under a new secret. */
async function storeKey(tx: Transaction, actor: Actor, decided: Partial<Decided>) {
  const { secret, stored } = newSecret(actor.scope.environment, decided.type);
  const key = await tx.apiKey.create({
    data: { ...inScope(actor), ...decided, ...stored, id: newId("key") },
  });
  return { key, secret };
}

/**
 * Creates a key. Its secret is returned once. A key that makes another gives it its own addresses and end unless
 * narrower ones are asked for, and never more than it has itself.
 * @throws AppError validation_error; rate_limited; forbidden for more than the calling key has
 */
export async function createApiKey(actor: Actor, input: ApiKeyInput): Promise<NewApiKeyDto> {
  authorize(actor, "api-keys:manage");
  const { environment = actor.scope.environment, type = "secret", ...given } = input;
  if (environment !== actor.scope.environment)
    throw new AppError(
      "forbidden",
      `This call is for ${actor.scope.environment}; it cannot make a key of ${environment}.`,
    );
  const wanted = decidedOf({ scopes: type === "publishable" ? publishableScopes : defaultScopes, ...given });
  await consume(keyCreation, actor.scope.organizationId);
  const made = await db.$transaction(async (tx) => {
    const caller = await lockCaller(tx, actor);
    const decided = {
      type,
      scopes: [],
      allowedOrigins: [],
      allowedIps: caller?.allowedIps ?? [],
      expiresAt: caller?.expiresAt ?? null,
      ...wanted,
    };
    refuseMixed(decided);
    if (caller) refuseMore(caller, decided);
    const { key, secret } = await storeKey(tx, actor, decided);
    await recordEvent(tx, actor, {
      type: "api-key.created",
      metadata: limitsOf(key),
      resource: { type: "api_key", id: key.id },
    });
    return { ...toApiKeyDto(key), secret };
  });
  return { ...made, warning };
}

/**
 * Creates a key with the scopes, addresses and settings of another, to replace it without an interruption.
 * @throws AppError not_found; conflict for a key that is revoked or has expired; forbidden for more than the calling
 * key has
 */
export async function cloneApiKey(
  actor: Actor,
  { keyId, ...given }: ApiKeyParams & CloneInput,
): Promise<ClonedApiKeyDto> {
  authorize(actor, "api-keys:manage");
  const wanted = decidedOf(given);
  await consume(keyCreation, actor.scope.organizationId);
  const made = await db.$transaction(async (tx) => {
    const { key: source, caller } = await lockKey(tx, actor, keyId);
    requireUsable(source);
    const decided = { ...keptOf(source), ...wanted };
    if (caller) refuseMore(caller, decided);
    const { key, secret } = await storeKey(tx, actor, decided);
    await recordEvent(tx, actor, {
      type: "api-key.cloned",
      metadata: { ...limitsOf(key), clonedFrom: source.id },
      resource: { type: "api_key", id: key.id },
    });
    return { ...toApiKeyDto(key), secret, clonedFrom: source.id };
  });
  return { ...made, warning };
}

/** The columns that a clone has of its source. */
function keptOf(source: ApiKey): Decided {
  const { type, label, note, scopes, apiVersion, defaultKeyInflection } = source;
  const { allowedIps, allowedOrigins, expiresAt } = source;
  return {
    ...{ type, label, note, scopes, apiVersion, defaultKeyInflection },
    ...{ allowedIps, allowedOrigins, expiresAt },
  };
}

function requireUsable(key: ApiKey): void {
  if (isUsable(key)) return;
  throw new AppError("conflict", "This key is revoked or has expired. Create another key.");
}

/** Texts that people write; the log names them without their content. */
const unlogged = new Set(["label", "note"]);

const written = (value: Decided[keyof Decided]) => (value instanceof Date ? instantOrNull(value) : value);

/** Returns the columns whose value differs. */
function differing(before: ApiKey, after: Partial<Decided>) {
  const names = Object.keys(after) as (keyof Decided)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/**
 * Changes a key. What it may no longer do is refused from its next call, in every process.
 * @throws AppError not_found; conflict for a revoked key; validation_error; forbidden for more than the calling key has
 */
export async function updateApiKey(
  actor: Actor,
  { keyId, ...given }: ApiKeyParams & ApiKeyChanges,
): Promise<ApiKeyDto> {
  authorize(actor, "api-keys:manage");
  const wanted = decidedOf(given);
  return db.$transaction(async (tx) => {
    const { key: before, caller } = await lockKey(tx, actor, keyId);
    if (!before.isActive) throw new AppError("conflict", "This key is revoked. Create another key.");
    const fields = differing(before, wanted);
    refuseMixed({ ...before, ...wanted });
    if (caller) refuseMore(caller, { ...before, ...wanted });
    if (fields.length === 0) return toApiKeyDto(before);
    const after = await tx.apiKey.update({ where: { pk: before.pk, ...inScope(actor) }, data: wanted });
    const changes = fields
      .filter((name) => !unlogged.has(name))
      .map((name) => [name, { before: written(before[name]), after: written(after[name]) }]);
    await recordEvent(tx, actor, {
      type: "api-key.updated",
      metadata: { fields, changes: Object.fromEntries(changes) },
      resource: { type: "api_key", id: before.id },
    });
    return toApiKeyDto(after);
  });
}

/**
 * Revokes a key for good. Its next call is refused in every process, and its open streams end. A revoked key stays in
 * the list.
 * @throws AppError not_found
 */
export async function expireApiKey(actor: Actor, { keyId }: ApiKeyParams): Promise<ApiKeyDto> {
  authorize(actor, "api-keys:manage");
  return db.$transaction(async (tx) => {
    const { key: before } = await lockKey(tx, actor, keyId);
    if (!before.isActive) return toApiKeyDto(before);
    const after = await tx.apiKey.update({
      where: { pk: before.pk, ...inScope(actor) },
      data: { isActive: false },
    });
    await recordEvent(tx, actor, {
      type: "api-key.revoked",
      metadata: {},
      resource: { type: "api_key", id: after.id },
    });
    return toApiKeyDto(after);
  });
}
