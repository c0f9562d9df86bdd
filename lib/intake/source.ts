import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { adapters } from "@/lib/intake/adapters";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { Source } from "@/lib/platform/generated/client";
import type { Allowed } from "@/lib/platform/outbound";
import { keyOf, type Scope } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { openSourceSecret } from "@/lib/vault/source-secret";
import type { Adapter } from "@/lib/vendors/adapter";
import { clientOf, type VendorClient } from "@/lib/vendors/client";
import { credentials } from "@/lib/vendors/credentials";
import { VendorError } from "@/lib/vendors/error";

/** Where sources may be asked, by the operator's settings. */
export const allowedVendors = (): Allowed => ({
  http: env().SOURCE_ALLOW_HTTP === "on",
  networks: env().SOURCE_ALLOWED_NETWORKS,
});

/** A source that can be worked on. */
export type OpenSource = Mapping & { client: VendorClient };

/** How the records of a source are read. Nothing can be asked of its vendor with it. */
export type Mapping = { row: Source; adapter: Adapter; settings: unknown; actor: Actor };

/** The actor of a source's work, as it stands in the audit log. */
export const sourceActor = ({ name, environment }: Source, organizationId: string): Promise<Actor> =>
  jobActor(`source:${name}`, environment, ["sessions:import"], organizationId);

/**
 * Loads how the records of a source are read now.
 * @returns null when the source does not exist any more
 */
export async function openMapping(
  scope: Scope & { pk: bigint; organizationId: string },
): Promise<Mapping | null> {
  const row = await db.source.findUnique({ where: keyOf(scope) });
  const adapter = row && adapters[row.vendor];
  if (!row || !adapter || row.removedAt) return null;
  const settings = readStored(adapter.settings, row.settings, "sources.settings");
  return { row, adapter, settings, actor: await sourceActor(row, scope.organizationId) };
}

/**
 * Loads a source to work on it.
 * @returns null when it does not exist any more
 * @throws VendorError refused_key when its credentials cannot be opened
 */
export async function openSource(
  scope: Scope & { pk: bigint; organizationId: string },
  signal?: AbortSignal,
): Promise<OpenSource | null> {
  const mapping = await openMapping(scope);
  if (!mapping) return null;
  const { row, adapter } = mapping;
  const secret = await openSourceSecret(scope.organizationId, row.id, "credentials", row.sealedCredentials);
  if (secret === null)
    throw new VendorError("refused_key", "The stored credentials cannot be decrypted. Enter them again.");
  const headers = adapter.authorize(
    readStored(credentials, JSON.parse(secret), "sources.sealed_credentials"),
  );
  const { baseUrl } = row;
  const { title } = adapter;
  return {
    ...mapping,
    client: clientOf({ title, baseUrl, headers, allowed: allowedVendors(), ...(signal && { signal }) }),
  };
}
