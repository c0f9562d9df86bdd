import "server-only";
import { type Actor, inScope, type Person } from "@/lib/actor/actor";
import { type Permission, permissionsOfMember, permissionsOfScopes } from "@/lib/actor/permissions";
import { isSignedIn } from "@/lib/auth/sign-in";
import type { DeliveryActor } from "@/lib/delivery/policy";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isAddressAllowed } from "@/lib/platform/ip-address";
import { listen } from "@/lib/platform/notify";

/** Triggers send a message here when keys, members, sign-ins or links change: the table and the id. */
const channel = "doors";
/** No trigger fires when a sign-in or a key expires, so feeds are checked at this interval. */
const lookMs = 20_000;

/**
 * A `feed` is endless. It ends when its reader's permissions change in any way; the reader may connect again. A
 * `download` goes on to its end unless its reader loses a permission.
 */
export type StreamKind = "feed" | "download";

const nothing: ReadonlySet<Permission> = new Set();

/** Returns the actor's current permissions: none when the key, the sign-in or the link is no longer valid. */
async function permissionsNow(actor: Actor): Promise<ReadonlySet<Permission>> {
  if (actor.kind === "person") {
    const { member, signInId } = actor as Person;
    const organization = { select: { secondFactorRoles: true } };
    const here = { where: { id: signInId }, select: { connectionId: true, providerAsksFactor: true } };
    const select = { roles: true, secondFactorSince: true, organization, signIns: here };
    const found = await db.member.findUnique({ where: { id: member.id }, select });
    const [by] = found?.signIns ?? [];
    if (!found || !by || !(await isSignedIn(signInId))) return nothing;
    const { secondFactorRoles } = found.organization;
    const hasSecondFactor = by.connectionId ? by.providerAsksFactor : found.secondFactorSince !== null;
    return permissionsOfMember({ roles: found.roles, secondFactorRoles, hasSecondFactor });
  }
  if (actor.kind === "api_key") {
    const key = await db.apiKey.findUnique({ where: { id: actor.id } });
    const isGood =
      key?.isActive &&
      (!key.expiresAt || key.expiresAt > new Date()) &&
      isAddressAllowed(actor.request.ipAddress, key.allowedIps);
    return isGood ? permissionsOfScopes(key.scopes) : nothing;
  }
  const { linkId } = (actor as DeliveryActor).target;
  const link = await db.deliveryLink.findUnique({
    where: { organizationPk_environment_id: { ...inScope(actor), id: linkId } },
  });
  return link && !link.revokedAt ? actor.permissions : nothing;
}

async function mayGoOn(actor: Actor, kind: StreamKind): Promise<boolean> {
  const now = await permissionsNow(actor);
  const isLess = [...actor.permissions].some((permission) => !now.has(permission));
  return !isLess && (kind === "download" || now.size === actor.permissions.size);
}

/** Lists the rows that admit the actor, as the triggers' messages name them. */
function doorsOf(actor: Actor): string[] {
  if (actor.kind === "api_key") return [`api_keys ${actor.id}`];
  if (actor.kind !== "person") return [`delivery_links ${(actor as DeliveryActor).target.linkId}`];
  const { member, signInId } = actor as Person;
  return [`members ${member.id}`, `sign_ins ${signInId}`];
}

/**
 * Checks a reader's permissions whenever the key, member, sign-in or link that admits them changes.
 * @param onOver called when the stream must end
 * @returns a function that stops the checks
 */
function watchReader(actor: Actor, kind: StreamKind, onOver: () => void): () => void {
  const own = doorsOf(actor);
  // A database error says nothing about the reader, so the stream goes on.
  const look = async () => {
    if (!(await mayGoOn(actor, kind).catch(() => true))) onOver();
  };
  const unlisten = listen(channel, {
    onGap: look,
    onMessage: (payload) => {
      if (own.includes(payload)) void look();
    },
  });
  const looking = kind === "feed" ? setInterval(look, lookMs) : undefined;
  // Permissions may have changed between the authentication and this subscription.
  void look();
  return () => {
    unlisten();
    clearInterval(looking);
  };
}

/**
 * Passes a stream on while its reader may have it. A forbidden feed closes. A forbidden download fails, so that the
 * reader does not take it for complete.
 */
export function whileLetIn(
  actor: Actor,
  kind: StreamKind,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let isOver = false;
  let unwatch = () => {};
  const end = () => {
    isOver = true;
    unwatch();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        unwatch = watchReader(actor, kind, () => {
          if (isOver) return;
          end();
          if (kind === "feed") controller.close();
          else
            controller.error(
              new AppError("unauthorized", "The sign-in, key or link of this call has ended."),
            );
          reader.cancel().catch(() => undefined);
        });
      },
      async pull(controller) {
        const { done, value } = await reader.read().catch((error) => {
          end();
          throw error;
        });
        if (isOver) return;
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
