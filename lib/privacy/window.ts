import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { isSensitiveDataExpired } from "@/lib/privacy/policy";
import { dataKeyOf } from "@/lib/sessions/own";
import { currentSettings } from "@/lib/settings/current";

/** The data key for what is shown of a session: undefined once the sensitive window has closed or it is redacted. */
export async function shownDataKey(
  actor: Actor,
  session: {
    dataKeyId: string | null;
    documentType: string | null;
    terminalAt: Date | null;
    retentionStatus: string;
  },
): Promise<Buffer | undefined> {
  if (isSensitiveDataExpired(session, await currentSettings(actor), new Date())) return undefined;
  return dataKeyOf(actor, session);
}
