import "server-only";
import type { Actor, Environment, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { throttleCaller } from "@/lib/auth/throttle";
import { todayIn } from "@/lib/format/day";
import type { Language } from "@/lib/language/languages";
import type { RequestKind } from "@/lib/law/kinds";
import { kindsOffered } from "@/lib/law/profiles";
import { contactColumns, pageOwnerOf } from "@/lib/organization/load";
import type { PageOwner } from "@/lib/organization/policy";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { consume } from "@/lib/platform/rate-limit";

const perAddress = { name: "ask_address", points: 10, seconds: 3600 };
/** The limit for one organization's page as a whole, so that a flood does not bury real requests. */
const perPage = { name: "ask_page", points: 200, seconds: 3600 };

export type AskPage = {
  organizationPk: bigint;
  owner: PageOwner;
  language: Language;
  text: string;
  /** What the page's law lets a person request today. */
  kinds: RequestKind[];
};

/** Returns the public page of an organization; null while it is closed, and for an unknown organization. */
export async function findAskPage(organizationId: string, environment: Environment): Promise<AskPage | null> {
  const organization = await db.organization.findUnique({
    where: { id: organizationId },
    select: { pk: true, ...contactColumns },
  });
  if (!organization) return null;
  const { pk: organizationPk, language } = organization;
  const found = await db.requestSettings.findUnique({
    where: { organizationPk_environment: { organizationPk, environment }, askIsOpen: true },
    select: { askText: true, jurisdiction: true },
  });
  if (!found) return null;
  const owner = await pageOwnerOf(organizationPk, organizationId, organization);
  const kinds = kindsOffered(found.jurisdiction, todayIn(organization.timeZone));
  return { organizationPk, owner, language, text: found.askText, kinds };
}

/**
 * Creates the actor of a visitor of the public page, who may make a request and nothing else.
 * @throws AppError not_found while the page is closed; rate_limited by the caller's network and for the whole page
 */
export async function askingActor(
  target: { organizationId: string; environment: Environment },
  request: RequestOrigin,
): Promise<Actor> {
  const { organizationId, environment } = target;
  const page = await findAskPage(organizationId, environment);
  if (!page) throw new AppError("not_found", "Page not found.");
  await throttleCaller(request, perAddress);
  await consume(perPage, `${organizationId}.${environment}`);
  return mintActor({
    kind: "public",
    id: "public-form",
    name: "public form",
    scope: { organizationPk: page.organizationPk, organizationId, environment },
    permissions: new Set(["requests:ask"]),
    // The IP address is the requester's personal data, so the audit log does not store it.
    request: { ...request, ipAddress: undefined },
  });
}
