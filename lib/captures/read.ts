import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toCreatedDto, toLinkDto } from "@/lib/captures/dto";
import { linkStatusAt } from "@/lib/captures/policy";
import type { CreatedSessionDto, LinkDto, LinkList } from "@/lib/captures/schema";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { type OpenSession, openSession } from "@/lib/records/open";
import { createdSource, statusAt } from "@/lib/sessions/policy";

/** Reads what is told of a session's capture; the address is null once its token has expired. */
async function captureOf(session: OpenSession) {
  const { sealed, tags, ...row } = await db.session.findUniqueOrThrow({
    where: keyOf(session),
    select: {
      id: true,
      environment: true,
      status: true,
      externalRef: true,
      createdAt: true,
      tokenExpiresAt: true,
      source: true,
      sealed: true,
      tags: { orderBy: { position: "asc" }, select: { tag: true } },
    },
  });
  const url = session.shown.open("session", session.id, sealed)?.captureUrl ?? null;
  const now = new Date();
  const status = statusAt(row, now);
  const isAlive = row.source === createdSource && row.tokenExpiresAt !== null && row.tokenExpiresAt > now;
  const captureUrl = isAlive && session.view.sight !== "hidden" ? url : null;
  return { ...row, status, captureUrl, tags: tags.map(({ tag }) => tag) };
}

/**
 * Returns a session as the call that created it is answered, as it is now.
 * @throws AppError not_found
 */
export async function describeCreated(actor: Actor, id: string): Promise<CreatedSessionDto> {
  return toCreatedDto(await captureOf(await openSession(actor, id, "read")));
}

/**
 * Lists the capture links of a session, newest first. Only the active one is told with its address.
 * @throws AppError not_found
 */
export async function listLinks(actor: Actor, input: { sessionId: string }): Promise<LinkList> {
  authorize(actor, "sessions:read");
  return { data: await linksOf(await openSession(actor, input.sessionId, "read")) };
}

async function linksOf(session: OpenSession): Promise<LinkDto[]> {
  const [{ captureUrl }, rows] = await Promise.all([
    captureOf(session),
    db.oneTimeLink.findMany({ where: belowSession(session), orderBy: { pk: "desc" } }),
  ]);
  const now = new Date();
  return Promise.all(
    rows.map((row) => {
      const status = linkStatusAt(row, now);
      return toLinkDto({ ...row, status }, session.id, status === "active" ? captureUrl : null);
    }),
  );
}

/**
 * Describes the newest link of a session, which a repeated call has generated before.
 * @throws AppError not_found
 */
export async function retellLink(actor: Actor, { id }: { id: string }): Promise<LinkDto> {
  const [newest] = await linksOf(await openSession(actor, id, "read"));
  if (!newest) throw new AppError("not_found", "Link not found.");
  return newest;
}
