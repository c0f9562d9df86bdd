import "server-only";
import { z } from "zod";
import type { Actor, Person } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/sign-in";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

export const signedOutDto = z.object({
  status: z.literal("signed_out"),
  providerUrl: z.string().nullable().meta({
    description: "Where to go to sign out at the identity provider too, after a single sign-on.",
  }),
});
export const signOutInput = z.strictObject({ everywhere: z.boolean().default(false) });

/** Where the provider of a sign-in ends its own session; null when the sign-in came by none, or it offers that not. */
async function logoutAt({ signInId, scope }: Person): Promise<string | null> {
  const found = await db.signIn.findUnique({ where: { id: signInId }, select: { connectionId: true } });
  if (!found?.connectionId) return null;
  const { organizationPk } = scope;
  const where = { organizationPk, id: found.connectionId, enabled: true, endSessionUrl: { not: null } };
  const connection = await db.ssoConnection.findFirst({ where });
  if (!connection?.endSessionUrl) return null;
  const url = new URL(connection.endSessionUrl);
  url.searchParams.set("client_id", connection.clientId ?? "");
  url.searchParams.set("post_logout_redirect_uri", `${env().publicUrl}/sign-in`);
  return url.href;
}

/**
 * Signs a member out.
 * @returns where to go to sign out at the identity provider too, if it offers that
 * @throws AppError forbidden for an actor who is not a signed-in person
 */
export async function signOutPerson(actor: Actor, input: z.infer<typeof signOutInput>) {
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a member can sign out.");
  const providerUrl = await logoutAt(actor as Person);
  await signOut(actor as Person, input.everywhere);
  return { status: "signed_out" as const, providerUrl };
}
