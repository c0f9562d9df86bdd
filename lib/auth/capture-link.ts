import "server-only";
import { createHmac } from "node:crypto";
import type { RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { readCookie } from "@/lib/auth/cookie";
import { throttleCaller } from "@/lib/auth/throttle";
import { type CaptureActor, consent } from "@/lib/captures/complete";
import { documentTypesOf } from "@/lib/captures/documents";
import { type AskedField, askedFields, linkStatusAt, neededDocuments } from "@/lib/captures/policy";
import type { ConsentInput } from "@/lib/captures/schema";
import type { Language } from "@/lib/language/languages";
import { findPageOwner } from "@/lib/organization/load";
import type { PageOwner } from "@/lib/organization/policy";
import { digest } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { installationKey } from "@/lib/platform/keys";
import { consume } from "@/lib/platform/rate-limit";
import { cipherOf } from "@/lib/records/open";
import { statusAt } from "@/lib/sessions/policy";
import { askedChecks } from "@/lib/workflow/policy";

const perAddress = { name: "capture_address", points: 120, seconds: 900 };
/** A capture has four pictures; who takes each of them twenty times needs another link. */
const perLink = { name: "capture_link", points: 80, seconds: 900 };

/**
 * The name of the cookie of the browser that opened a capture link. Each link has its own, because one browser may
 * capture several people at once, and a picture must never go to another person's session. It must not begin like the
 * sign-in cookie's, see known-browser.ts.
 */
export const captureCookieOf = (linkId: string): string => `capture-grant-${linkId}`;

const digestOf = (token: string) => Uint8Array.from(digest(token));
const missing = () => new AppError("not_found", "This link is not valid. Ask for a new one.");

/** Finds a link whose session may be captured; null also for sessions that are restricted or redacted. */
async function findLink(where: Prisma.OneTimeLinkWhereUniqueInput) {
  const link = await db.oneTimeLink.findUnique({
    where,
    include: { session: { include: { organization: { select: { id: true } } } } },
  });
  if (!link || link.session.isRestricted || link.session.retentionStatus === "redacted") return null;
  return link;
}
type Found = NonNullable<Awaited<ReturnType<typeof findLink>>>;

function linkActor(link: Found, request: RequestOrigin): CaptureActor {
  const { organizationPk, environment, session } = link;
  const actor = mintActor({
    kind: "public",
    id: link.id,
    name: "capture link",
    scope: { organizationPk, organizationId: session.organization.id, environment },
    permissions: new Set(["captures:fill"] as const),
    // The IP address is the applicant's personal data, so the audit log does not store it.
    request: { ...request, ipAddress: undefined },
  });
  return Object.assign(actor, { target: { sessionId: session.id, linkId: link.id } });
}

/**
 * Opens a capture link with the consent of its applicant.
 * @returns the value of the cookie, and when it ends
 * @throws AppError not_found for an unknown link; bad_request for one that works no more; rate_limited by network
 */
export async function openCapture(
  { token, language, attempt }: ConsentInput,
  request: RequestOrigin,
): Promise<{ linkId: string; grant: string; until: Date }> {
  await throttleCaller(request, perAddress);
  const link = await findLink({ tokenDigest: digestOf(token) });
  if (!link) throw missing();
  const grant = await grantOf(token, attempt);
  const until = await consent(linkActor(link, request), { language, grant, ipAddress: request.ipAddress });
  return { linkId: link.id, grant, until };
}

/**
 * The grant of one attempt to open a link. It is the same for the same attempt, so that a browser whose answer was lost
 * can ask again, and nobody else can.
 */
const grantOf = async (token: string, attempt: string): Promise<string> =>
  createHmac("sha256", await installationKey("capture-grant"))
    .update(`${token} ${attempt}`)
    .digest("base64url");

/**
 * The cookie with which one browser continues a capture; scripts cannot read it. It is sent when the link is followed
 * again from a mail, and a call from another site is refused by its origin.
 */
export const captureGrantCookie = ({
  linkId,
  grant,
  until,
}: Awaited<ReturnType<typeof openCapture>>): string =>
  [
    `${captureCookieOf(linkId)}=${grant}`,
    "Path=/",
    `Expires=${until.toUTCString()}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(env().publicUrl.startsWith("https:") ? ["Secure"] : []),
  ].join("; ");

/**
 * Authenticates the browser that opened the capture link that the address names (`link`). The actor may fill this
 * capture and nothing else.
 * @throws AppError not_found when no link belongs to the cookie, or its time is over; rate_limited by link and network
 */
export async function authenticateCapture(request: Request, origin: RequestOrigin): Promise<CaptureActor> {
  await throttleCaller(origin, perAddress);
  const linkId = new URL(request.url).searchParams.get("link") ?? "";
  const grant = readCookie(request.headers.get("cookie"), captureCookieOf(linkId));
  const link = grant ? await findLink({ grantDigest: digestOf(grant) }) : null;
  if (!link || link.id !== linkId || link.expiresAt <= new Date()) throw missing();
  await consume(perLink, link.id);
  return linkActor(link, origin);
}

/** What a capture page shows. `elsewhere`: another browser has opened the link and may still continue. */
export type CapturePage = { owner: PageOwner; language: Language; isSandbox: boolean } & (
  | { state: "open" | "elsewhere" | "ended" }
  | { state: "received"; redirectUrl: string | null }
  | {
      state: "capturing";
      linkId: string;
      until: Date;
      documents: string[];
      needsSelfie: boolean;
      needsAddress: boolean;
      documentType: string | null;
      fields: Partial<Record<AskedField, string>>;
    }
);

/**
 * Finds the page of a capture token. Opening it changes nothing.
 * @param cookieOf reads a cookie of this browser
 * @returns null for an unknown token, and for a session that is redacted or restricted
 */
export async function findCapturePage(
  token: string,
  cookieOf: (name: string) => string | undefined = () => undefined,
): Promise<CapturePage | null> {
  const link = await findLink({ tokenDigest: digestOf(token) });
  if (!link) return null;
  const now = new Date();
  const page = {
    ...(await findPageOwner(link.organizationPk, link.session.organization.id)),
    isSandbox: link.environment === "sandbox",
  };
  const status = statusAt(link.session, now);
  const isCapturing = status === "pending" || status === "capturing";
  if (linkStatusAt(link, now) === "active") return { ...page, state: isCapturing ? "open" : "ended" };
  const grant = cookieOf(captureCookieOf(link.id));
  const isOwn =
    grant !== undefined &&
    link.grantDigest !== null &&
    Buffer.from(link.grantDigest).equals(digest(grant)) &&
    link.expiresAt > now;
  if (isOwn) return { ...page, ...(await ownState(link, isCapturing)) };
  return { ...page, state: link.grantDigest && isCapturing ? "elsewhere" : "ended" };
}

async function ownState({ session, expiresAt, ...link }: Found, isCapturing: boolean) {
  const actor = linkActor({ session, expiresAt, ...link }, {});
  const cipher = await cipherOf(actor, "session", session);
  const held = cipher.open("session", session.id, session.sealed) ?? {};
  if (!isCapturing) {
    const isOver = session.status === "expired" || session.status === "failed";
    if (isOver) return { state: "ended" as const };
    return { state: "received" as const, redirectUrl: webAddress(held.extra?.redirect_url) };
  }
  const checks = askedChecks(session.checkOverrides);
  const needed = neededDocuments(null, checks);
  const stated = session.documentType ?? held.fields?.document_type;
  const fields = askedFields.flatMap((name) => {
    const value = held.fields?.[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return {
    state: "capturing" as const,
    linkId: link.id,
    until: expiresAt,
    documents: await documentTypesOf(db, session),
    needsSelfie: needed.includes("selfie"),
    needsAddress: needed.includes("proof_of_address"),
    documentType: typeof stated === "string" ? stated : null,
    fields: Object.fromEntries(fields) as Partial<Record<AskedField, string>>,
  };
}

/** Returns an address of the web that was given when the session was created; null for anything else. */
function webAddress(given: unknown): string | null {
  if (typeof given !== "string" || !URL.canParse(given)) return null;
  return /^https?:$/.test(new URL(given).protocol) ? given : null;
}
