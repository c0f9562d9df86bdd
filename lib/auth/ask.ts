import "server-only";
import type { Actor, Environment, RequestOrigin } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import { throttleCaller } from "@/lib/auth/throttle";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { consume } from "@/lib/platform/rate-limit";

const perAddress = { name: "ask_address", points: 10, seconds: 3600 };
/** Of one organization's page altogether: a flood must not bury the requests that people make. */
const perPage = { name: "ask_page", points: 200, seconds: 3600 };

export type AskPage = { organizationPk: bigint; name: string; text: string };

/** The public page of an organization; null while it is not open, and for an organization that is none. */
export async function findAskPage(organizationId: string, environment: Environment): Promise<AskPage | null> {
  const organization = await db.organization.findUnique({ where: { id: organizationId } });
  if (!organization) return null;
  const { pk: organizationPk, name } = organization;
  const found = await db.requestSettings.findUnique({
    where: { organizationPk_environment: { organizationPk, environment }, askIsOpen: true },
    select: { askText: true },
  });
  return found && { organizationPk, name, text: found.askText };
}

/**
 * Mints the actor of somebody who asks on the public page: it may make a request and nothing else.
 * @throws AppError not_found while the page is not open; rate_limited by the caller's network and for the whole page
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
    // Whose address it is, is data of the requester: the log does without.
    request: { ...request, ipAddress: undefined },
  });
}
