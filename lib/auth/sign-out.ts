import "server-only";
import { z } from "zod";
import type { Actor, Person } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/sign-in";
import { logoutAtProvider } from "@/lib/auth/sso-logout";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

export const signedOutDto = z.object({
  status: z.literal("signed_out"),
  providerUrl: z.string().nullable().meta({
    description: "Where to go to sign out at the identity provider too, after a single sign-on.",
  }),
});
export const signOutInput = z.strictObject({ everywhere: z.boolean().default(false) });

/**
 * Signs a member out.
 * @returns where to go to sign out at the identity provider too, if it offers that
 * @throws AppError forbidden for an actor who is not a signed-in person
 */
export async function signOutPerson(actor: Actor, input: z.infer<typeof signOutInput>) {
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a member can sign out.");
  await signOut(actor as Person, input.everywhere);
  // Without the provider's part the member is signed out here all the same.
  const providerUrl = await logoutAtProvider(actor as Person).catch((err: unknown) => {
    log.error({ err }, "the address to sign out at the provider was not made");
    return null;
  });
  return { status: "signed_out" as const, providerUrl };
}
