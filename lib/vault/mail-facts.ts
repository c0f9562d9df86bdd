import "server-only";
import { openJson, sealJson } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const contextOf = (mailId: string) => `mails/${mailId}`;

/** Seals what a mail says under a key of its organization, because it may contain a one-time link. */
export const sealMail = async (organizationId: string, mailId: string, said: object) =>
  sealJson(await purposeKey(organizationId, "mail"), contextOf(mailId), said);

/**
 * Opens what a mail says, to send it.
 * @throws Error when it was changed, or belongs to another mail
 */
export const openMail = async (
  organizationId: string,
  mailId: string,
  sealed: Uint8Array,
): Promise<unknown> => openJson(await purposeKey(organizationId, "mail"), contextOf(mailId), sealed);
