import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { discover, toDiscoveryDto } from "@/lib/single-sign-on/discover";
import { toConnectionDto, toDomainDto, withConnection } from "@/lib/single-sign-on/dto";
import { withMappings } from "@/lib/single-sign-on/load";
import { mayBreakGlass } from "@/lib/single-sign-on/only";
import type { DiscoveryDto, DiscoveryInput, OverviewDto } from "@/lib/single-sign-on/schema";

/** Returns how the organization's members sign in: connections, domains, and whether by single sign-on alone. */
export async function readSingleSignOn(actor: Actor): Promise<OverviewDto> {
  authorize(actor, "single-sign-on:manage");
  const { organizationPk } = actor.scope;
  const [connections, counted, domains, organization, admins] = await Promise.all([
    db.ssoConnection.findMany({ where: { organizationPk }, orderBy: { pk: "asc" }, include: withMappings }),
    db.ssoIdentity.groupBy({ by: ["connectionPk"], where: { organizationPk }, _count: true }),
    db.ssoDomain.findMany({ where: { organizationPk }, orderBy: { domain: "asc" }, include: withConnection }),
    db.organization.findUniqueOrThrow({ where: { pk: organizationPk }, select: { ssoOnly: true } }),
    db.member.findMany({
      where: mayBreakGlass(organizationPk),
      select: { id: true, name: true, isBreakGlass: true },
      orderBy: { name: "asc" },
    }),
  ]);
  const members = new Map(counted.map(({ connectionPk, _count }) => [connectionPk, _count]));
  return {
    connections: connections.map((row) => toConnectionDto(row, members.get(row.pk))),
    domains: domains.map(toDomainDto),
    ssoOnly: organization.ssoOnly,
    admins,
  };
}

/**
 * Asks a provider what it says of itself, before a connection is made.
 * @throws AppError validation_error with the reason in words
 */
export async function discoverProvider(actor: Actor, { issuer }: DiscoveryInput): Promise<DiscoveryDto> {
  authorize(actor, "single-sign-on:manage");
  return toDiscoveryDto(await discover(issuer));
}
