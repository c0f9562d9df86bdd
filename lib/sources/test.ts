import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { allowedVendors, openSource } from "@/lib/intake/source";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";
import { findSource } from "@/lib/sources/load";
import type { ProbeDto, ProbeInput, SourceParams } from "@/lib/sources/schema";
import { adapterOf, baseUrlOf, credentialsOf, settingsOf } from "@/lib/sources/vendors";
import type { Probe } from "@/lib/vendors/adapter";
import { clientOf } from "@/lib/vendors/client";
import { credentials as knownCredentials } from "@/lib/vendors/credentials";
import { VendorError } from "@/lib/vendors/error";

const nothing: Probe = {
  reached: false,
  keyAccepted: null,
  mayRead: null,
  mayDecide: null,
  mayRedact: null,
  said: null,
};

async function tried(probe: () => Promise<Probe>): Promise<Probe> {
  try {
    return await probe();
  } catch (error) {
    if (error instanceof VendorError) return { ...nothing, said: error.whole };
    throw error;
  }
}

/**
 * Tries a connection before it is saved. Nothing is stored.
 * @throws AppError validation_error
 */
export async function testConnection(actor: Actor, input: ProbeInput): Promise<ProbeDto> {
  authorize(actor, "sources:manage");
  const adapter = adapterOf(input.vendor);
  const settings = adapter.settings.parse(settingsOf(adapter, input.vendorSettings ?? {}));
  const secret = knownCredentials.parse(JSON.parse(credentialsOf(adapter, input.credentials)));
  const client = clientOf({
    title: adapter.title,
    baseUrl: baseUrlOf(input.baseUrl),
    headers: adapter.authorize(secret),
    allowed: allowedVendors(),
  });
  return tried(() => adapter.probe(client, settings));
}

/**
 * Tries the connection of a source.
 * @throws AppError not_found
 */
export async function testSource(actor: Actor, { sourceId }: SourceParams): Promise<ProbeDto> {
  authorize(actor, "sources:manage");
  const row = await findSource(db, actor, sourceId);
  const probe = await tried(async () => {
    const source = await openSource({
      ...scopeOf(row),
      pk: row.pk,
      organizationId: actor.scope.organizationId,
    });
    return source ? source.adapter.probe(source.client, source.settings) : nothing;
  });
  const { reached, keyAccepted } = probe;
  await db.$transaction((tx) =>
    recordEvent(tx, actor, {
      type: "source.tested",
      metadata: { reached, keyAccepted },
      resource: { type: "source", id: row.id },
    }),
  );
  return probe;
}
