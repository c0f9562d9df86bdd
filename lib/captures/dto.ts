import "server-only";
import QRCode from "qrcode";
import type { LinkStatus } from "@/lib/captures/policy";
import type { CreatedSessionDto, LinkDto } from "@/lib/captures/schema";
import type { SessionStatus } from "@/lib/contract/vocabulary";
import { instant, instantOrNull } from "@/lib/format/instant";

/** Returns the address as a QR code, as the contract has it: a PNG in a data URL. */
const qrOf = async (url: string | null): Promise<string | null> =>
  url && QRCode.toDataURL(url, { margin: 2, scale: 5 });

/** Returns a session as the call that created it is answered. */
export async function toCreatedDto(created: {
  id: string;
  status: SessionStatus;
  captureUrl: string | null;
  environment: "live" | "sandbox";
  createdAt: Date;
  tokenExpiresAt: Date | null;
  externalRef: string | null;
  tags: readonly string[];
}): Promise<CreatedSessionDto> {
  const { id, status, captureUrl, externalRef } = created;
  return {
    id,
    status,
    captureUrl,
    isSandbox: created.environment === "sandbox",
    createdAt: instant(created.createdAt),
    expiresAt: instantOrNull(created.tokenExpiresAt),
    externalRef,
    qrCodeDataUrl: await qrOf(captureUrl),
    tags: [...created.tags],
  };
}

/** Returns a link; `captureUrl` is null unless it is the one that works. */
export async function toLinkDto(
  link: { id: string; status: LinkStatus; expiresAt: Date; createdAt: Date },
  sessionId: string,
  captureUrl: string | null,
): Promise<LinkDto> {
  return {
    id: link.id,
    sessionId,
    captureUrl,
    status: link.status,
    expiresAt: instant(link.expiresAt),
    createdAt: instant(link.createdAt),
    qrCodeDataUrl: await qrOf(captureUrl),
  };
}
