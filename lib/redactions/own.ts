import "server-only";
import { type Actor, inScope } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** The bulk redaction an actor names, in the actor's organization and environment. @throws AppError not_found */
export async function ownRedactionOf(actor: Actor, id: string) {
  const found = await db.redaction.findFirst({ where: { ...inScope(actor), id } });
  if (!found) throw new AppError("not_found", "Redaction not found.");
  return found;
}

export type OwnRedaction = Awaited<ReturnType<typeof ownRedactionOf>>;
