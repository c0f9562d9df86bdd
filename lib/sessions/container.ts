import "server-only";
import type { z } from "zod";
import { recordRead } from "@/lib/audit/looks";
import { type Actor, authorize, can } from "@/lib/auth/actor";
import { documentsOf } from "@/lib/documents/read";
import { inflect } from "@/lib/http/inflection";
import { db } from "@/lib/platform/db";
import { openSession } from "@/lib/records/open";
import { describeSession } from "@/lib/sessions/list";
import { containerStatus } from "@/lib/sessions/policy";
import { fieldsIn, resultOf } from "@/lib/sessions/read";
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
  const opened = await openSession(actor, input.sessionId, "read");
  const session = await describeSession(opened);
  const reviewCase = await db.reviewCase.findUnique({
    where: { sessionPk: opened.pk },
    select: { decision: true },
  });
  const result = can(actor, "results:read") ? await resultOf(opened) : null;
  const documents = can(actor, "documents:view") ? await documentsOf(actor, opened) : [];
  if (actor.kind !== "person") await recordRead(actor, opened, "container", result ? fieldsIn(result) : []);
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
      documents.flatMap(({ docType, url, isAvailable }) => (isAvailable && url ? [[docType, url]] : [])),
    ),
    metadata,
  };
}
