import "server-only";
import type { Environment, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { throttleCaller } from "@/lib/auth/throttle";
import type { DeliveryActor } from "@/lib/delivery/policy";
import {
  collectMinutes,
  isAnswered,
  type LinkFacts,
  linkStateOf,
  mostTries,
  plainCode,
} from "@/lib/delivery/policy";
import { recordDenial } from "@/lib/events/denial";
import type { Language } from "@/lib/language/languages";
import { findPageOwner } from "@/lib/organization/load";
import type { PageOwner } from "@/lib/organization/policy";
import { digest, newToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { isPassword } from "@/lib/platform/password";
import { scopeOf } from "@/lib/platform/scope";

const perAddress = { name: "delivery_address", points: 60, seconds: 900 };

/** One answer for unknown, used, expired and revoked links, so that it tells nothing about them. */
const missing = () => new AppError("not_found", "This link is not valid. Ask for a new one.");

/**
 * The cookie of a browser that entered the right code. Its name must not begin like the sign-in cookie's, see
 * known-browser.ts.
 */
export const deliveryCookie = "delivery-grant";

type Found = LinkFacts & {
  pk: bigint;
  id: string;
  codeHash: string;
  packageId: string;
  requestId: string;
  organizationPk: bigint;
  organizationId: string;
  environment: Environment;
  /** The package needs a password to open. */
  isEncrypted: boolean;
};

async function findLink(where: Prisma.DeliveryLinkWhereUniqueInput): Promise<Found | null> {
  const link = await db.deliveryLink.findUnique({
    where,
    include: { request: { include: { package: { select: { id: true, status: true, sealed: true } } } } },
  });
  const made = link?.request.package;
  if (!link || made?.id !== link.packageId || made.status !== "ready") return null;
  if (!isAnswered(link.request.status)) return null;
  const { organizationPk, environment, id: requestId } = link.request;
  const organization = await db.organization.findUniqueOrThrow({
    where: { pk: organizationPk },
    select: { id: true },
  });
  const { request: _, ...facts } = link;
  return {
    ...facts,
    requestId,
    organizationPk,
    organizationId: organization.id,
    environment,
    isEncrypted: made.sealed !== null,
  };
}

function linkActor(link: Found, request: RequestOrigin, permissions: readonly "packages:collect"[]) {
  const actor = mintActor({
    kind: "public",
    id: link.id,
    name: "delivery link",
    scope: {
      organizationPk: link.organizationPk,
      organizationId: link.organizationId,
      environment: link.environment,
    },
    permissions: new Set(permissions),
    // The IP address is the requester's personal data, so the audit log does not store it.
    request: { ...request, ipAddress: undefined },
  });
  const { requestId, packageId, id: linkId } = link;
  return Object.assign(actor, { target: { requestId, packageId, linkId } });
}

const digestOf = (token: string) => Uint8Array.from(digest(token));

/**
 * Returns the state of a link that may be shown: `open` while its code has not been entered, `collecting` in the
 * browser that entered it within the hour. Otherwise null.
 */
export async function findDelivery(token: string, grant: string | undefined): Promise<DeliveryPage | null> {
  const link = await findLink({ tokenDigest: digestOf(token) });
  if (!link) return null;
  const state = linkStateOf(link, new Date());
  if (state === "open") return deliveryPage(link, state);
  const held = grant && state === "collecting" ? await findLink({ grantDigest: digestOf(grant) }) : null;
  return held?.id === link.id ? deliveryPage(link, "collecting") : null;
}

export type DeliveryPage = {
  state: "open" | "collecting";
  isEncrypted: boolean;
  owner: PageOwner;
  language: Language;
};

async function deliveryPage(
  { isEncrypted, organizationPk, organizationId }: Found,
  state: DeliveryPage["state"],
): Promise<DeliveryPage> {
  return { state, isEncrypted, ...(await findPageOwner(organizationPk, organizationId)) };
}

/**
 * Counts an attempt before its code is checked, so that two attempts at the same time count as two.
 * @returns how many attempts are left after it; null if none was left for it
 */
async function takeTry(link: Found): Promise<number | null> {
  const [taken] = await db.deliveryLink.updateManyAndReturn({
    where: {
      ...scopeOf(link),
      pk: link.pk,
      tries: { lt: mostTries },
      openedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
    data: { tries: { increment: 1 } },
    select: { tries: true },
  });
  return taken ? mostTries - taken.tries : null;
}

/**
 * Checks the code of a link. The right code uses the link up: from then on only this browser's cookie opens the
 * package.
 * @returns the value of the cookie, and when it expires
 * @throws AppError not_found for a link that is not open; forbidden for a wrong code, which counts; rate_limited
 */
export async function openDelivery(
  input: { token: string; code: string },
  request: RequestOrigin,
): Promise<{ grant: string; until: Date }> {
  await throttleCaller(request, perAddress);
  const found = await findLink({ tokenDigest: digestOf(input.token) });
  const left = found && linkStateOf(found, new Date()) === "open" ? await takeTry(found) : null;
  const link = left === null ? null : found;
  const isRight = await isPassword(plainCode(input.code), link?.codeHash ?? null);
  if (!link || left === null) throw missing();
  if (!isRight) {
    await recordDenial(
      linkActor(link, request, []),
      `A wrong code was given for ${link.id} of ${link.requestId}.`,
    );
    throw new AppError("forbidden", wrongCode(left), { attemptsLeft: left });
  }
  const [grant, openedAt] = [newToken(), new Date()];
  const { count } = await db.deliveryLink.updateMany({
    where: { ...scopeOf(link), pk: link.pk, openedAt: null, revokedAt: null },
    data: { openedAt, grantDigest: digestOf(grant) },
  });
  if (count === 0) throw missing();
  return { grant, until: new Date(openedAt.getTime() + collectMinutes * 60_000) };
}

const wrongCode = (left: number) =>
  left > 0
    ? `Wrong code. ${left} ${left === 1 ? "attempt" : "attempts"} left.`
    : "Wrong code. The link is now closed. Ask for a new link.";

/** The cookie that lets one browser download the package; scripts cannot read it. */
export const grantCookie = (grant: string): string =>
  [
    `${deliveryCookie}=${grant}`,
    "Path=/",
    `Max-Age=${collectMinutes * 60}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(env().publicUrl.startsWith("https:") ? ["Secure"] : []),
  ].join("; ");

/**
 * Authenticates the browser that entered the right code. The actor may download that package and nothing else.
 * @throws AppError not_found when no link belongs to the cookie, or its hour is over
 */
export async function authenticateDelivery(
  grant: string | undefined,
  request: RequestOrigin,
): Promise<DeliveryActor> {
  const link = grant ? await findLink({ grantDigest: digestOf(grant) }) : null;
  if (!link || linkStateOf(link, new Date()) !== "collecting") throw missing();
  return linkActor(link, request, ["packages:collect"]);
}
