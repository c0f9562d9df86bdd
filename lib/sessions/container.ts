import "server-only";
import type { z } from "zod";
import { type Actor, authorize, can } from "@/lib/auth/actor";
import { listDocuments } from "@/lib/documents/read";
import { inflect } from "@/lib/http/inflection";
import { db } from "@/lib/platform/db";
import { ownSessionOf } from "@/lib/sessions/own";
import { containerStatus } from "@/lib/sessions/policy";
import { findResult, getSession } from "@/lib/sessions/read";
import type { sessionContainerDto } from "@/lib/sessions/schema";

/**
 * A session as the container a Regula IDV Platform client reads: the same whitelist, window, scope and environment
 * rules as everywhere. `properties` and `files` hold what the key's scopes let it see.
 */
export async function getSessionContainer(
  actor: Actor,
  input: { sessionId: string },
): Promise<z.infer<typeof sessionContainerDto>> {
  authorize(actor, "sessions:read");
  const session = await getSession(actor, input);
  const { pk } = await ownSessionOf(actor, input.sessionId);
  const reviewCase = await db.reviewCase.findUnique({ where: { sessionPk: pk }, select: { decision: true } });
  const result = can(actor, "results:read") ? await findResult(actor, input) : null;
  const documents = can(actor, "documents:view") ? (await listDocuments(actor, input)).data : [];
  const { metadata, subject: _, captureUrl: __, ...facts } = session;
  return {
    id: session.id,
    status: containerStatus({
      status: session.status,
      resultStatus: session.resultStatus,
      decision: reviewCase?.decision ?? null,
    }),
    properties: inflect({ ...facts, ...(result && { result }) }, "snake") as Record<string, unknown>,
    files: Object.fromEntries(
      documents.filter(({ isAvailable }) => isAvailable).map(({ docType, url }) => [docType, url]),
    ),
    metadata,
  };
}
