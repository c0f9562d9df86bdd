import "server-only";
import { recordEvent } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";

/** Appends a refusal to the audit log. Called where refusals surface: in the HTTP door and in the page guard. */
export async function recordDenial(actor: Actor, detail: string): Promise<void> {
  await recordEvent(db, actor, { type: "access.denied", metadata: { detail } });
}
