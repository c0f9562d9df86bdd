import "server-only";
import { type Actor, inScope, type Person } from "@/lib/actor/actor";
import { type Permission, permissionsOfRoles, permissionsOfScopes } from "@/lib/actor/permissions";
import { isSignedIn } from "@/lib/auth/sign-in";
import type { DeliveryActor } from "@/lib/delivery/policy";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isAddressAllowed } from "@/lib/platform/ip-address";
import { listen } from "@/lib/platform/notify";

/** A trigger tells of changes of keys, members, sign-ins and links here: the table and the id. */
const channel = "doors";
/** A sign-in or a key that ends by its time alone is told by nobody. */
const lookMs = 20_000;

/**
 * `feed`: has no end of its own, so it ends when its reader would not be let in any more, or to other things, and the
 * reader may ask again. `download`: is finished once begun, unless what its reader may do has been taken away.
 */
export type StreamKind = "feed" | "download";

const nothing: ReadonlySet<Permission> = new Set();

/** What the actor may do now: nothing when the key, the sign-in or the link is not good any more. */
async function permissionsNow(actor: Actor): Promise<ReadonlySet<Permission>> {
  if (actor.kind === "person") {
    const { member, signInId } = actor as Person;
    const found = await db.member.findUnique({ where: { id: member.id }, select: { roles: true } });
    return found && (await isSignedIn(signInId)) ? permissionsOfRoles(found.roles) : nothing;
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

/** What lets the actor in, as the trigger names it. */
function doorsOf(actor: Actor): string[] {
  if (actor.kind === "api_key") return [`api_keys ${actor.id}`];
  if (actor.kind !== "person") return [`delivery_links ${(actor as DeliveryActor).target.linkId}`];
  const { member, signInId } = actor as Person;
  return [`members ${member.id}`, `sign_ins ${signInId}`];
}

/**
 * Looks again at whoever is being answered when what let them in changes, whoever changes it.
 * @param onOver called once, when they have to leave
 * @returns how to stop
 */
function watchReader(actor: Actor, kind: StreamKind, onOver: () => void): () => void {
  const own = doorsOf(actor);
  // A database that does not answer says nothing about whoever reads.
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
  // What was changed since the door was passed has been told to nobody here.
  void look();
  return () => {
    unlisten();
    clearInterval(looking);
  };
}

/** A stream for as long as its reader may have it. A download that must not go on breaks off: nobody takes it for whole. */
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
