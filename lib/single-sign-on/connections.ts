import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { discover } from "@/lib/single-sign-on/discover";
import { toConnectionDto } from "@/lib/single-sign-on/dto";
import { type ConnectionRow, connectionKey, findConnection, lockConnection } from "@/lib/single-sign-on/load";
import { readMetadata } from "@/lib/single-sign-on/metadata";
import type {
  ConnectionChanges,
  ConnectionDto,
  ConnectionInput,
  ConnectionParams,
  MetadataInput,
  RoleMapping,
  SamlInput,
  SecretInput,
} from "@/lib/single-sign-on/schema";
import { sealClientSecret } from "@/lib/vault/sso-secret";

const mostConnections = 10;
const resource = (id: string) => ({ type: "sso_connection" as const, id });

/** Mappings without repetition, in the order in which they are read. */
const inOrder = (mappings: readonly RoleMapping[]): RoleMapping[] => {
  const lines = mappings.map((each) => [`${each.group}\0${each.role}`, each] as const);
  return [...new Map(lines).values()].sort(
    (left, right) => left.group.localeCompare(right.group) || left.role.localeCompare(right.role),
  );
};

const mappingRows = (row: Pick<ConnectionRow, "organizationPk" | "pk">, mappings: readonly RoleMapping[]) =>
  inOrder(mappings).map((each) => ({ organizationPk: row.organizationPk, connectionPk: row.pk, ...each }));

/**
 * Creates a connection, which is off until an admin has tested it and switches it on.
 * @throws AppError validation_error when discovery fails; conflict for the eleventh
 */
export async function createConnection(actor: Actor, input: ConnectionInput): Promise<ConnectionDto> {
  authorize(actor, "single-sign-on:manage");
  const metadata = await discover(input.issuer);
  const { clientSecret, mappings, ...given } = input;
  const id = newId("sso");
  const sealedSecret = await sealClientSecret(actor.scope.organizationId, id, clientSecret);
  const found = { issuer: metadata.issuer, endSessionUrl: metadata.end_session_endpoint ?? null };
  return store(actor, { id, kind: "oidc", ...given, ...found, sealedSecret }, mappings);
}

/**
 * Creates a connection to a SAML provider, which is off until an admin has tested it and switches it on.
 * @throws AppError validation_error when the metadata cannot be used; conflict for the eleventh
 */
export async function createSamlConnection(actor: Actor, input: SamlInput): Promise<ConnectionDto> {
  authorize(actor, "single-sign-on:manage");
  const { metadata, mappings, ...given } = input;
  const found = await readMetadata(metadata);
  return store(actor, { id: newId("sso"), kind: "saml", ...given, ...found }, mappings);
}

type Made = Omit<Prisma.SsoConnectionUncheckedCreateInput, "organizationPk"> & { id: string };

async function store(
  actor: Actor,
  made: Made,
  mappings: readonly RoleMapping[] = [],
): Promise<ConnectionDto> {
  const { organizationPk } = actor.scope;
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
    if ((await tx.ssoConnection.count({ where: { organizationPk } })) >= mostConnections)
      throw new AppError("conflict", `An organization has at most ${mostConnections} connections.`);
    const row = await tx.ssoConnection.create({ data: { organizationPk, ...made } });
    await tx.ssoRoleMapping.createMany({ data: mappingRows(row, mappings) });
    await recordEvent(tx, actor, {
      type: "sso.connection-created",
      metadata: { kind: row.kind, issuer: row.issuer },
      resource: resource(row.id),
    });
    return toConnectionDto(await findConnection(tx, actor, row.id));
  });
}

/**
 * Reads the metadata of a SAML provider again, such as when its certificates change. With another issuer, the links to
 * members and the sign-ins by the connection end.
 * @throws AppError not_found; validation_error when the metadata cannot be used, or the connection is not one of SAML
 */
export async function replaceMetadata(
  actor: Actor,
  { connectionId, metadata }: ConnectionParams & MetadataInput,
): Promise<ConnectionDto> {
  authorize(actor, "single-sign-on:manage");
  const { kind } = await findConnection(db, actor, connectionId);
  if (kind !== "saml") throw new AppError("validation_error", "This connection does not use SAML.");
  const found = await readMetadata(metadata);
  return db.$transaction(async (tx) => {
    const before = await lockConnection(tx, actor, connectionId);
    const data = { ...found, updatedAt: new Date() };
    await tx.ssoConnection.update({ where: connectionKey(before), data, select: { pk: true } });
    const after = await findConnection(tx, actor, connectionId);
    const changed = differences(before, after);
    if (Object.keys(changed).length === 0) return toConnectionDto(after);
    await follow(tx, before, after);
    await recordEvent(tx, actor, {
      type: "sso.connection-updated",
      metadata: { changes: changed },
      resource: resource(after.id),
    });
    return toConnectionDto(after);
  });
}

const compared = [
  ...(["name", "issuer", "clientId", "groupsClaim", "defaultRoles"] as const),
  ...(["mappings", "createsMembers", "asksSecondFactor", "enabled"] as const),
  ...(["ssoUrl", "endSessionUrl", "endSessionReplyUrl", "certificates"] as const),
];

const differences = (before: ConnectionRow, after: ConnectionRow) =>
  Object.fromEntries(
    compared
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { before: before[name], after: after[name] }]),
  );

/** Ends every sign-in that came by a connection. */
async function endSignInsBy(tx: Transaction, connectionId: string): Promise<number> {
  const where = { connectionId, revokedAt: null, expiresAt: { gt: new Date() } };
  return (await tx.signIn.updateMany({ where, data: { revokedAt: new Date() } })).count;
}

/** Refuses to take away the last way to sign in of members who have no other. */
async function keepAWay(tx: Transaction, actor: Actor, connection: ConnectionRow) {
  const { organizationPk } = actor.scope;
  await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
  if ((await tx.organization.count({ where: { pk: organizationPk, ssoOnly: true } })) === 0) return;
  const others = { organizationPk, enabled: true, pk: { not: connection.pk } };
  if ((await tx.ssoConnection.count({ where: others })) === 0)
    throw new AppError(
      "conflict",
      "Members sign in by this connection alone. Switch “single sign-on only” off first.",
    );
}

/** What follows for living sign-ins from a change of their connection. */
async function follow(tx: Transaction, before: ConnectionRow, after: ConnectionRow) {
  const isOther = before.issuer !== after.issuer || before.clientId !== after.clientId;
  // What a provider has said, and no browser has taken yet, ends with the provider.
  if (isOther || before.certificates.join() !== after.certificates.join())
    await tx.ssoAttempt.deleteMany({
      where: { organizationPk: after.organizationPk, connectionPk: after.pk },
    });
  // The subjects of another provider are other people.
  if (before.issuer !== after.issuer)
    await tx.ssoIdentity.deleteMany({
      where: { organizationPk: after.organizationPk, connectionPk: after.pk },
    });
  if ((before.enabled && !after.enabled) || isOther) await endSignInsBy(tx, after.id);
  if (before.asksSecondFactor && !after.asksSecondFactor)
    await tx.signIn.updateMany({
      where: { connectionId: after.id, providerAsksFactor: true },
      data: { providerAsksFactor: false },
    });
}

/**
 * Changes a connection. Switching it off ends the sign-ins that came by it.
 * @throws AppError not_found; validation_error when discovery of another issuer fails; conflict when members could no
 *   longer sign in
 */
export async function updateConnection(
  actor: Actor,
  { connectionId, ...changes }: ConnectionParams & ConnectionChanges,
): Promise<ConnectionDto> {
  authorize(actor, "single-sign-on:manage");
  const { mappings, issuer, ...given } = changes;
  const known = await findConnection(db, actor, connectionId);
  if (known.kind === "saml" && (issuer !== undefined || changes.clientId !== undefined))
    throw new AppError("validation_error", "The metadata says who a SAML provider is. Replace that.");
  const isMoved = issuer !== undefined && issuer !== known.issuer;
  const metadata = isMoved ? await discover(issuer) : null;
  return db.$transaction(async (tx) => {
    if (changes.enabled === false) await keepAWay(tx, actor, known);
    const before = await lockConnection(tx, actor, connectionId);
    const found = metadata && {
      issuer: metadata.issuer,
      endSessionUrl: metadata.end_session_endpoint ?? null,
    };
    const data = { ...given, ...found, updatedAt: new Date() };
    if (mappings) {
      const { organizationPk, pk: connectionPk } = before;
      await tx.ssoRoleMapping.deleteMany({ where: { organizationPk, connectionPk } });
      await tx.ssoRoleMapping.createMany({ data: mappingRows(before, mappings) });
    }
    await tx.ssoConnection.update({ where: connectionKey(before), data, select: { pk: true } });
    const after = await findConnection(tx, actor, connectionId);
    const changed = differences(before, after);
    if (Object.keys(changed).length === 0) return toConnectionDto(after);
    await follow(tx, before, after);
    await recordEvent(tx, actor, {
      type: "sso.connection-updated",
      metadata: { changes: changed },
      resource: resource(after.id),
    });
    return toConnectionDto(after);
  });
}

/**
 * Replaces the client secret, which the provider has issued. The next sign-in uses it.
 * @throws AppError not_found
 */
export async function replaceSecret(
  actor: Actor,
  { connectionId, clientSecret }: ConnectionParams & SecretInput,
): Promise<ConnectionDto> {
  authorize(actor, "single-sign-on:manage");
  const sealedSecret = await sealClientSecret(actor.scope.organizationId, connectionId, clientSecret);
  return db.$transaction(async (tx) => {
    const row = await lockConnection(tx, actor, connectionId);
    if (row.kind === "saml") throw new AppError("conflict", "A SAML provider has no client secret.");
    const data = { sealedSecret, updatedAt: new Date() };
    await tx.ssoConnection.update({ where: connectionKey(row), data, select: { pk: true } });
    await recordEvent(tx, actor, {
      type: "sso.secret-replaced",
      metadata: {},
      resource: resource(connectionId),
    });
    return toConnectionDto({ ...row, ...data });
  });
}

/**
 * Deletes a connection with its secret and its links to members, and ends the sign-ins that came by it. Members stay.
 * @throws AppError not_found; conflict when members could no longer sign in
 */
export async function deleteConnection(actor: Actor, { connectionId }: ConnectionParams) {
  authorize(actor, "single-sign-on:manage");
  return db.$transaction(async (tx) => {
    await keepAWay(tx, actor, await findConnection(tx, actor, connectionId));
    const row = await lockConnection(tx, actor, connectionId);
    const { organizationPk, pk: connectionPk } = row;
    const data = { connectionPk: null };
    await tx.ssoDomain.updateMany({ where: { organizationPk, connectionPk }, data });
    await tx.ssoConnection.delete({ where: connectionKey(row), select: { pk: true } });
    const endedSignIns = await endSignInsBy(tx, connectionId);
    await recordEvent(tx, actor, {
      type: "sso.connection-deleted",
      metadata: { endedSignIns },
      resource: resource(connectionId),
    });
    return { id: connectionId, status: "deleted" as const, endedSignIns };
  });
}
