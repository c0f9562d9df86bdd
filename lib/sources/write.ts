import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { endRemap } from "@/lib/intake/remap-run";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf, scopeOf, scopeSql } from "@/lib/platform/scope";
import { fromTheStart, lockSource, refuseUsedName, showSource, tell } from "@/lib/sources/load";
import {
  mostSources,
  type NewCredentials,
  type RemovedSourceDto,
  type SourceChanges,
  type SourceDto,
  type SourceInput,
  type SourceParams,
} from "@/lib/sources/schema";
import {
  adapterOf,
  baseUrlOf,
  credentialsOf,
  refuse,
  refuseReports,
  settingsOf,
} from "@/lib/sources/vendors";
import { sealSourceSecret } from "@/lib/vault/source-secret";

/**
 * Connects a vendor. Its sessions come in from now on.
 * @throws AppError validation_error; conflict when the name is taken, or there are 50 sources already
 */
export async function createSource(actor: Actor, input: SourceInput): Promise<SourceDto> {
  authorize(actor, "sources:manage");
  const { name, vendor, credentials, noticeSecret, vendorSettings = {}, since, baseUrl, ...given } = input;
  const adapter = adapterOf(vendor);
  refuseReports(adapter, given);
  const id = newId("src");
  const { organizationId } = actor.scope;
  const secret = credentialsOf(adapter, credentials);
  const data = {
    ...{ ...inScope(actor), ...given, id, name, vendor, baseUrl: baseUrlOf(baseUrl) },
    settings: settingsOf(adapter, vendorSettings),
    since: since ? new Date(since) : null,
    sealedCredentials: await sealSourceSecret(organizationId, id, "credentials", secret),
    sealedNoticeSecret: noticeSecret
      ? await sealSourceSecret(organizationId, id, "notice", noticeSecret)
      : null,
  };
  const row = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM settings WHERE ${scopeSql(inScope(actor))} FOR UPDATE`;
    // A removed source keeps its name: the sessions that came from it name it.
    const held = await tx.source.findMany({ where: inScope(actor), select: { name: true, removedAt: true } });
    if (held.some((each) => each.name === name)) throw new AppError("conflict", "This name is taken.");
    if (held.filter(({ removedAt }) => !removedAt).length >= mostSources)
      throw new AppError("conflict", `An environment has at most ${mostSources} sources.`);
    await refuseUsedName(tx, actor, name);
    const created = await tx.source.create({ data });
    await tell(tx, actor, id, {
      type: "source.created",
      metadata: { vendor, name, baseUrl: created.baseUrl },
    });
    return created;
  });
  return showSource(row);
}

/**
 * Changes a source. Sessions that are in stay as they are; a changed mapping counts for what is fetched from now on.
 * @throws AppError not_found; validation_error; conflict when it was changed meanwhile
 */
export async function updateSource(
  actor: Actor,
  { sourceId, version, vendorSettings, ...given }: SourceParams & SourceChanges,
): Promise<SourceDto> {
  authorize(actor, "sources:manage");
  const row = await db.$transaction(async (tx) => {
    const before = await lockSource(tx, actor, sourceId);
    if (before.version !== version)
      throw new AppError("conflict", "The source has been changed meanwhile. Look at it again.");
    const adapter = adapterOf(before.vendor);
    refuseReports(adapter, given);
    const wanted = {
      ...given,
      settings: vendorSettings && settingsOf(adapter, vendorSettings),
      ...(given.since !== undefined && { since: given.since ? new Date(given.since) : null }),
    };
    const fields = Object.keys(wanted).filter(
      (name) =>
        Reflect.get(wanted, name) !== undefined &&
        !isDeepStrictEqual(Reflect.get(wanted, name), Reflect.get(before, name)),
    );
    if (fields.length === 0) return before;
    // From now on, and not what was decided and redacted here in the years before.
    const begins = (name: "reportsDecisions" | "reportsRedactions") => wanted[name] === true && !before[name];
    const isTold = begins("reportsDecisions") || begins("reportsRedactions");
    const changed = await tx.source.update({
      where: keyOf(before),
      data: {
        ...wanted,
        ...fromTheStart,
        ...(isTold && { reportedAt: new Date() }),
        version: { increment: 1 },
        updatedAt: new Date(),
      },
    });
    if (fields.includes("settings")) await endRemap(tx, actor, before);
    await tell(tx, actor, before.id, { type: "source.updated", metadata: { fields } });
    return changed;
  });
  return showSource(row);
}

/**
 * Replaces the credentials of a source, or what signs its vendor's notices; neither is ever shown again. A source that
 * stopped because of its key goes on.
 * @throws AppError not_found; validation_error
 */
export async function replaceCredentials(
  actor: Actor,
  { sourceId, credentials, baseUrl, noticeSecret }: SourceParams & NewCredentials,
): Promise<SourceDto> {
  authorize(actor, "sources:manage");
  const { organizationId } = actor.scope;
  // A key goes to the address that it was entered for, and to no other.
  if (baseUrl !== undefined && !credentials)
    throw refuse("credentials", "Enter the credentials for the new address.");
  if (!credentials && noticeSecret === undefined)
    throw refuse("credentials", "Nothing was given to replace.");
  const row = await db.$transaction(async (tx) => {
    const before = await lockSource(tx, actor, sourceId);
    const sealed = (what: "credentials" | "notice", secret: string) =>
      sealSourceSecret(organizationId, before.id, what, secret);
    const data = {
      ...(credentials && {
        sealedCredentials: await sealed("credentials", credentialsOf(adapterOf(before.vendor), credentials)),
        ...(baseUrl !== undefined && { baseUrl: baseUrlOf(baseUrl) }),
        ...{
          stoppedBecause: null,
          quietUntil: null,
          failuresInARow: 0,
          listFailures: 0,
          lastError: null,
          lastErrorAt: null,
        },
      }),
      ...(noticeSecret !== undefined && {
        sealedNoticeSecret: noticeSecret === null ? null : await sealed("notice", noticeSecret),
      }),
    };
    const changed = await tx.source.update({
      where: keyOf(before),
      data: { ...data, version: { increment: 1 }, updatedAt: new Date() },
    });
    const what = [
      ...(credentials ? ["credentials" as const] : []),
      ...(noticeSecret !== undefined ? ["notice" as const] : []),
    ];
    await tell(tx, actor, before.id, {
      type: "source.credentials-replaced",
      metadata: { what, baseUrl: changed.baseUrl },
    });
    return changed;
  });
  return showSource(row);
}

/**
 * Removes a source with its credentials. The sessions that came from it stay; whoever may redact finds them by the name
 * of the source.
 * @throws AppError not_found
 */
export async function removeSource(actor: Actor, { sourceId }: SourceParams): Promise<RemovedSourceDto> {
  authorize(actor, "sources:manage");
  return db.$transaction(async (tx) => {
    const source = await lockSource(tx, actor, sourceId);
    const sessions = await tx.session.count({
      where: { ...scopeOf(source), source: source.name },
      take: 100_000,
    });
    await tx.source.update({
      where: keyOf(source),
      data: { removedAt: new Date(), sealedCredentials: new Uint8Array(), sealedNoticeSecret: null },
    });
    await endRemap(tx, actor, source);
    await tell(tx, actor, source.id, { type: "source.removed", metadata: { name: source.name, sessions } });
    return { id: source.id, status: "removed", sessions };
  });
}
