import "server-only";
import { Resolver } from "node:dns/promises";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { newToken } from "@/lib/platform/crypto";
import { db, type Transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { toDomainDto, withConnection } from "@/lib/single-sign-on/dto";
import { findConnection } from "@/lib/single-sign-on/load";
import { proofOf } from "@/lib/single-sign-on/policy";
import type { DomainChanges, DomainDto, DomainInput, DomainParams } from "@/lib/single-sign-on/schema";

const mostDomains = 50;
const lookupMs = 5_000;

const whole = ({ scope }: Actor) => ({ type: "organization" as const, id: scope.organizationId });

async function findDomain(tx: Pick<Transaction, "ssoDomain">, { scope }: Actor, id: string) {
  const where = { organizationPk: scope.organizationPk, id };
  const found = await tx.ssoDomain.findFirst({ where, include: withConnection });
  if (!found) throw new AppError("not_found", "Domain not found.");
  return found;
}

const domainKey = ({ organizationPk, id }: { organizationPk: bigint; id: string }) => ({
  organizationPk_id: { organizationPk, id },
});

const pkOf = async (tx: Transaction, actor: Actor, connectionId: string | null | undefined) =>
  connectionId ? (await findConnection(tx, actor, connectionId)).pk : null;

/**
 * Adds a domain. It counts once its TXT record has been found.
 * @throws AppError conflict for a domain that is there; not_found for an unknown connection
 */
export async function addDomain(actor: Actor, input: DomainInput): Promise<DomainDto> {
  authorize(actor, "single-sign-on:manage");
  const { organizationPk } = actor.scope;
  const { domain } = input;
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organizations WHERE pk = ${organizationPk} FOR UPDATE`;
    if ((await tx.ssoDomain.count({ where: { organizationPk, domain } })) > 0)
      throw new AppError("conflict", `${domain} is in the list.`);
    if ((await tx.ssoDomain.count({ where: { organizationPk } })) >= mostDomains)
      throw new AppError("conflict", `An organization has at most ${mostDomains} domains.`);
    const connectionPk = await pkOf(tx, actor, input.connectionId);
    const data = { organizationPk, id: newId("dom"), domain, connectionPk, token: newToken() };
    const row = await tx.ssoDomain.create({ data, include: withConnection });
    await recordEvent(tx, actor, { type: "sso.domain-added", metadata: { domain }, resource: whole(actor) });
    return toDomainDto(row);
  });
}

/** Looks up TXT records, with the servers that the operator names, or else the machine's. */
async function textsAt(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: lookupMs, tries: 1 });
  const servers = env().SSO_DNS_SERVERS;
  if (servers) resolver.setServers(servers);
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOTFOUND", "ENODATA"].includes(code)) return [];
    throw new AppError("conflict", `The name servers gave no answer for ${name} (${code}). Try again.`);
  }
}

const taken = (domain: string) =>
  new AppError("conflict", `${domain} belongs to another organization of this installation.`);

/**
 * Looks for the TXT record of a domain. A domain that was found once stays verified.
 * @throws AppError not_found; conflict when the record is not there, or when the domain belongs to another organization
 */
export async function checkDomain(actor: Actor, { domainId }: DomainParams): Promise<DomainDto> {
  authorize(actor, "single-sign-on:manage");
  const row = await findDomain(db, actor, domainId);
  if (row.verifiedAt) return toDomainDto(row);
  const { recordName, recordValue } = proofOf(row);
  if (!(await textsAt(recordName)).includes(recordValue))
    throw new AppError(
      "conflict",
      `No TXT record at ${recordName} has this value yet. A new record can take an hour to be seen.`,
    );
  return db
    .$transaction(async (tx) => {
      const data = { verifiedAt: new Date(), verifiedDomain: row.domain };
      const { count } = await tx.ssoDomain.updateMany({
        where: { organizationPk: row.organizationPk, id: row.id, verifiedAt: null },
        data,
      });
      if (count === 1) {
        const metadata = { domain: row.domain };
        await recordEvent(tx, actor, { type: "sso.domain-verified", metadata, resource: whole(actor) });
      }
      return toDomainDto(await findDomain(tx, actor, domainId));
    })
    .catch((error) => {
      throw (error as { code?: string }).code === "P2002" ? taken(row.domain) : error;
    });
}

/**
 * Sends the people of a domain to a connection, or to none.
 * @throws AppError not_found
 */
export async function moveDomain(
  actor: Actor,
  { domainId, connectionId }: DomainParams & DomainChanges,
): Promise<DomainDto> {
  authorize(actor, "single-sign-on:manage");
  return db.$transaction(async (tx) => {
    const row = await findDomain(tx, actor, domainId);
    if ((row.connection?.id ?? null) === connectionId) return toDomainDto(row);
    const data = { connectionPk: await pkOf(tx, actor, connectionId) };
    const after = await tx.ssoDomain.update({ where: domainKey(row), data, include: withConnection });
    const metadata = { domain: row.domain, connectionId };
    await recordEvent(tx, actor, { type: "sso.domain-moved", metadata, resource: whole(actor) });
    return toDomainDto(after);
  });
}

/**
 * Removes a domain. People with its addresses are no longer linked or created; who is linked stays so.
 * @throws AppError not_found
 */
export async function removeDomain(actor: Actor, { domainId }: DomainParams) {
  authorize(actor, "single-sign-on:manage");
  await db.$transaction(async (tx) => {
    const row = await findDomain(tx, actor, domainId);
    await tx.ssoDomain.delete({ where: domainKey(row), select: { id: true } });
    const metadata = { domain: row.domain };
    await recordEvent(tx, actor, { type: "sso.domain-removed", metadata, resource: whole(actor) });
  });
  return { id: domainId, status: "removed" as const };
}
