import "server-only";
import { X509Certificate } from "node:crypto";
import { instant, instantOrNull } from "@/lib/format/instant";
import { env } from "@/lib/platform/env";
import type { SsoDomain } from "@/lib/platform/generated/client";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import type { ConnectionRow } from "@/lib/single-sign-on/load";
import { proofOf } from "@/lib/single-sign-on/policy";
import { type ConnectionDto, type DomainDto, testOutcome } from "@/lib/single-sign-on/schema";

/** The address to which a provider returns a browser. Each connection has its own, so that answers cannot be mixed up. */
export const redirectUriOf = (connectionId: string) => `${env().publicUrl}/api/sso/${connectionId}/callback`;

const toCertificateDto = (certificate: X509Certificate) => ({
  name: certificate.subject.replaceAll("\n", ", "),
  expiresAt: instant(new Date(certificate.validTo)),
  fingerprint: certificate.fingerprint256,
});

/** SAML: the address to which a provider posts its response. */
export const acsUrlOf = (connectionId: string) => `${env().publicUrl}/api/sso/${connectionId}/acs`;

/** SAML: the address to which a provider sends a browser to sign out, and with the answer to a request to. */
export const logoutUrlOf = (connectionId: string) => `${env().publicUrl}/api/sso/${connectionId}/logout`;

/** SAML: how this side is called at the provider; its metadata is there. */
export const samlIdOf = (connectionId: string) => `${env().publicUrl}/api/sso/${connectionId}/metadata`;

/** Shows a connection, without its client secret. */
export const toConnectionDto = (row: ConnectionRow, members = 0): ConnectionDto => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  issuer: row.issuer,
  clientId: row.clientId,
  hasSecret: row.sealedSecret !== null,
  groupsClaim: row.groupsClaim,
  defaultRoles: row.defaultRoles,
  mappings: row.mappings,
  createsMembers: row.createsMembers,
  asksSecondFactor: row.asksSecondFactor,
  enabled: row.enabled,
  redirectUri: row.kind === "saml" ? acsUrlOf(row.id) : redirectUriOf(row.id),
  samlId: row.kind === "saml" ? samlIdOf(row.id) : null,
  logoutUri: row.kind === "saml" ? logoutUrlOf(row.id) : null,
  certificates: row.certificates.map((pem) => toCertificateDto(new X509Certificate(pem))),
  signInUrl: `${env().publicUrl}/sign-in?sso=${row.id}`,
  endsSessions: row.endSessionUrl !== null,
  members,
  testedAt: instantOrNull(row.testedAt),
  testOutcome: row.testOutcome
    ? readStoredOrNull(testOutcome, row.testOutcome, "sso_connections.test_outcome")
    : null,
  scimTokens: row.scimTokens.map(({ id, prefix, createdAt, lastUsedAt }) => ({
    ...{ id, prefix },
    createdAt: instant(createdAt),
    lastUsedAt: instantOrNull(lastUsedAt),
  })),
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});

type DomainRow = SsoDomain & { connection: { id: string } | null };

export const withConnection = { connection: { select: { id: true } } } as const;

/** Shows a domain, with the record that proves it. */
export const toDomainDto = (row: DomainRow): DomainDto => ({
  id: row.id,
  domain: row.domain,
  connectionId: row.connection?.id ?? null,
  ...proofOf(row),
  verifiedAt: instantOrNull(row.verifiedAt),
});
