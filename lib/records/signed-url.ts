import "server-only";
import { z } from "zod";
import type { Actor, RequestOrigin } from "@/lib/actor/actor";
import { environments } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { permissionsOfRoles, permissionsOfScopes, type Role } from "@/lib/actor/permissions";
import { recordFailure } from "@/lib/events/denial";
import { isSame, mac } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { purposeKey } from "@/lib/platform/keys";

/** What one URL opens: one rendering of one document of one session, until one second. */
export type SignedTarget = {
  sessionId: string;
  docType: string;
  variant: "original" | "thumbnail";
  /** URLs of an export stay valid after the sensitive window, and return the stored bytes to people too. */
  purpose?: "export";
};

/**
 * A target with the member or API key that the URL was issued for. The URL ends when they may no longer open the
 * image.
 */
export type IssuedTarget = SignedTarget & { issuer: string };

const signedQuery = z.strictObject({
  expires: z.string().regex(/^[1-9]\d{9,10}$/),
  scope: z.string().regex(/^org_[0-9a-z]{26}\.(live|sandbox)$/),
  variant: z.literal("thumbnail").optional(),
  purpose: z.literal("export").optional(),
  issuer: z.string().regex(/^(mem|key)_[0-9a-z]{26}$/),
  sig: z.string().regex(/^[0-9a-f]{64}$/),
});

type Signable = IssuedTarget & { scope: string; expires: string };

/** JSON keeps the parts apart, so two targets never have the same signature. */
const signable = ({ scope, sessionId, docType, variant, issuer, purpose, expires }: Signable) =>
  JSON.stringify([scope, sessionId, docType, variant, issuer, purpose ?? null, expires]);

function signedSearch(
  { expires, scope, issuer, variant, purpose }: Omit<Signable, "sessionId" | "docType">,
  sig: string,
): string {
  const query = new URLSearchParams({ expires, scope, issuer });
  if (variant !== "original") query.set("variant", variant);
  if (purpose) query.set("purpose", purpose);
  query.set("sig", sig);
  return query.toString();
}

const pathOf = ({ sessionId, docType }: Pick<SignedTarget, "sessionId" | "docType">) =>
  `/api/v1/sessions/${encodeURIComponent(sessionId)}/documents/${encodeURIComponent(docType)}`;

/**
 * Signs URLs of document images with HMAC-SHA-256 under the organization's signing key, for the member or API key that
 * asks. What a person looks at comes from the host that they have opened, so those URLs have no host of their own.
 * @param seconds lifetime; a URL is refused once its second has passed
 */
export async function urlSigner(actor: Actor, seconds: number, now = Date.now()) {
  const key = await purposeKey(actor.scope.organizationId, "signed-url");
  const expires = String(Math.floor(now / 1000) + seconds);
  const scope = `${actor.scope.organizationId}.${actor.scope.environment}`;
  return (target: SignedTarget): { url: string; expiresAt: Date } => {
    const signed = { ...target, issuer: actor.id, scope, expires };
    const sig = mac(key, signable(signed)).toString("hex");
    const query = signedSearch(signed, sig);
    const isRelative = actor.kind === "person" && target.purpose !== "export";
    return {
      url: `${isRelative ? "" : env().publicUrl}${pathOf(target)}?${query}`,
      expiresAt: new Date(Number(expires) * 1000),
    };
  };
}

export type SignedUrlActor = Actor & { readonly target: IssuedTarget };

const refused = () =>
  new AppError(
    "forbidden",
    "The signature of this URL is not valid or the URL has expired. Request a new URL.",
  );

/**
 * Proves a signed URL and mints the actor that may fetch what it names and nothing else.
 * @throws AppError forbidden when a character differs, the time has passed, or a part is missing or doubled
 */
export async function authenticateSignedUrl(
  target: { sessionId: string; docType: string },
  search: string,
  request: RequestOrigin,
): Promise<SignedUrlActor> {
  const given = signedQuery.safeParse(Object.fromEntries(new URLSearchParams(search)));
  if (!given.success) throw refused();
  const { expires, scope, issuer, purpose, sig } = given.data;
  const variant = given.data.variant ?? ("original" as const);
  const [organizationId = "", environment] = scope.split(".");
  const organization = await findOrganization(organizationId);
  if (!organization) throw refused();
  // There is one valid spelling: a URL that parses alike but is spelled otherwise is not the signed one.
  const canonical = signedSearch({ expires, scope, issuer, variant, purpose }, sig);
  const fail = async (why: string) => {
    const place = { organizationPk: organization.pk, organizationId };
    const whole = { ...place, environment: z.enum(environments).parse(environment) };
    await recordFailure({ door: "signed_url", why }, request, whole);
    return refused();
  };
  if (search !== `?${canonical}` || request.path !== pathOf(target)) throw await fail("altered address");
  const key = await purposeKey(organizationId, "signed-url");
  const expected = mac(key, signable({ ...target, variant, issuer, purpose, scope, expires }));
  if (!isSame(expected, Buffer.from(sig, "hex"))) throw await fail("wrong signature");
  if (Date.now() >= Number(expires) * 1000) throw refused();
  const actor = mintActor({
    kind: "signed_url",
    id: sig.slice(0, 16),
    name: issuer,
    scope: {
      organizationPk: organization.pk,
      organizationId,
      environment: z.enum(environments).parse(environment),
    },
    permissions: new Set(["documents:fetch"]),
    request,
  });
  return Object.assign(actor, { target: { ...target, variant, issuer, purpose } });
}

/** The stored facts of the member or API key that a URL was issued for. */
export type Issuer = {
  id: string;
  /** The name in the audit log. */
  name: string;
  /** The roles of an active member. */
  roles: Role[] | null;
  /** The scopes of an active key. */
  scopes: string[] | null;
};

/**
 * The actor that a signed URL acts for, as far as they may still open images.
 * @throws AppError forbidden once the member has left, the key is switched off, or either may not any more
 */
export function issuerOf(actor: SignedUrlActor, { id, name, roles, scopes }: Issuer): Actor {
  const permissions = roles ? permissionsOfRoles(roles) : permissionsOfScopes(scopes ?? []);
  const needed = actor.target.purpose === "export" ? "privacy:export" : "documents:view";
  // An identity's export has the images of its sessions too.
  const isAllowed =
    permissions.has(needed) || (needed === "privacy:export" && permissions.has("identities:export"));
  if (!isAllowed)
    throw new AppError("forbidden", "The key or member that this URL was created for no longer has access.");
  const kind = roles ? "person" : "api_key";
  return mintActor({ kind, id, name, scope: actor.scope, permissions, request: actor.request });
}

const organizations = new Map<string, { pk: bigint }>();

/** Organizations are never removed, so a found one stays in memory. */
async function findOrganization(id: string): Promise<{ pk: bigint } | null> {
  const known = organizations.get(id);
  if (known) return known;
  const found = await db.organization.findUnique({ where: { id }, select: { pk: true } });
  if (found) organizations.set(id, found);
  return found;
}
