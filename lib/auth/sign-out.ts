import "server-only";
import { z } from "zod";
import type { Actor, Person } from "@/lib/actor/actor";
import { signOut } from "@/lib/auth/sign-in";
import { AppError } from "@/lib/platform/errors";

export const signOutInput = z.strictObject({ everywhere: z.boolean().default(false) });

/**
 * Signs a member out.
 * @throws AppError forbidden for an actor who is not a signed-in person
 */
export async function signOutPerson(actor: Actor, input: z.infer<typeof signOutInput>) {
  if (actor.kind !== "person") throw new AppError("forbidden", "Only a member can sign out.");
  await signOut(actor as Person, input.everywhere);
  return { status: "signed_out" as const };
}
