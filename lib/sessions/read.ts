import { belowSession } from "@/lib/platform/scope";
import "server-only";
import type { z } from "zod";
import { type Actor, authorize, can } from "@/lib/actor/actor";
import { encodeCursor } from "@/lib/contract/cursor";
import { inflect } from "@/lib/contract/inflection";
import type { ResultDto } from "@/lib/contract/result";
import { documentsOf } from "@/lib/documents/read";
import { recordLook, recordRead } from "@/lib/events/looks";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { onReplica } from "@/lib/platform/replicas";
import { type OpenSession, openSession, type SessionName } from "@/lib/records/open";
import { toResultDto } from "@/lib/sessions/dto";
import {
  describeSession,
  describeSessions,
  listDistinct,
  loadSessionPage,
  sessionKeyset,
} from "@/lib/sessions/load";
import { containerStatus } from "@/lib/sessions/policy";
import type { SessionDto, SessionListQuery, SessionPage, sessionContainerDto } from "@/lib/sessions/schema";

/** Returns a page of sessions, newest first. */
export async function listSessions(actor: Actor, query: SessionListQuery): Promise<SessionPage> {
  authorize(actor, "sessions:read");
  return onReplica(actor, async () => {
    const keyset = await sessionKeyset(actor, query);
    const { rows, total, isCapped } = await loadSessionPage(actor, keyset);
    const hasMore = rows.length > keyset.limit;
    const shown = rows.slice(0, keyset.limit);
    const last = shown.at(-1);
    const data = await describeSessions(actor, shown);
    if (actor.kind === "api_key" && data.some(isPersonal))
      await recordLook(actor, {
        about: "list",
        event: { type: "pii.read", metadata: { what: "list of sessions", fields: [] } },
      });
    return {
      data,
      pagination: {
        total,
        totalIsCapped: isCapped,
        limit: keyset.limit,
        offset: keyset.after ? 0 : keyset.offset,
        hasMore,
        nextCursor: hasMore && last ? encodeCursor(last) : null,
      },
    };
  });
}

/** Returns whether an answer to an API key may contain personal data: the customer's metadata, or an IP address. */
const isPersonal = ({ metadata, consentIp }: SessionDto) =>
  consentIp !== null || Object.keys(metadata).length > 0;

/**
 * Returns one session.
 * @throws AppError not_found
 */
export async function getSession(actor: Actor, input: { sessionId: SessionName }): Promise<SessionDto> {
  authorize(actor, "sessions:read");
  return readOpened(actor, await openSession(actor, input.sessionId, "read"));
}

/** Returns a session that is opened to be read, and records that an API key read what may be personal. */
export async function readOpened(actor: Actor, session: OpenSession): Promise<SessionDto> {
  const described = await describeSession(session);
  if (actor.kind !== "person" && isPersonal(described)) await recordRead(actor, session, "session");
  return described;
}

/**
 * Opens a session for a page that reads it several times.
 * @throws AppError like {@link openSession}
 */
export async function openToRead(actor: Actor, input: { sessionId: string }): Promise<OpenSession> {
  authorize(actor, "sessions:read");
  return openSession(actor, input.sessionId, "read");
}

/**
 * Returns the result of a session.
 * @throws AppError not_found, also while there is no result yet
 */
export async function getResult(actor: Actor, input: { sessionId: string }): Promise<ResultDto> {
  authorize(actor, "results:read");
  const found = await findResult(actor, input);
  if (!found) throw new AppError("not_found", "No result yet.");
  return found;
}

/**
 * {@link getResult} with the external reference, which the contract has at `/results/{id}` only.
 * @throws AppError not_found, also while there is no result
 */
export async function getResultWithReference(
  actor: Actor,
  input: { sessionId: string },
): Promise<ResultDto & { externalRef: string | null }> {
  authorize(actor, "results:read");
  const { externalRef } = await openSession(actor, input.sessionId, "read");
  return { ...(await getResult(actor, input)), externalRef };
}

/**
 * Returns the result of a session, or null while there is none.
 * @throws AppError not_found
 */
export async function findResult(actor: Actor, input: { sessionId: SessionName }): Promise<ResultDto | null> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const result = await resultOf(session);
  if (actor.kind !== "person" && result) await recordRead(actor, session, "result", fieldsIn(result));
  return result;
}

/** Lists the fields of extracted data in an answer, in the contract's spelling. */
export const fieldsIn = ({ extractedData }: ResultDto): string[] =>
  Object.keys(inflect(extractedData, "snake") as object);

/** Returns the result of an opened session, or null while there is none. */
export async function resultOf(session: OpenSession): Promise<ResultDto | null> {
  const row = await db.result.findUnique({
    where: { ofSession: belowSession(session) },
    include: {
      session: {
        select: {
          checks: {
            orderBy: [{ attempt: "asc" }, { pk: "asc" }],
            select: { policy: true, status: true },
          },
        },
      },
    },
  });
  if (!row) return null;
  const { checks } = row.session;
  const sealed = session.shown.open("result", session.id, row.sealed);
  return toResultDto(session.view, session, row, { sealed, checks });
}

/** Returns the values for each filter: all that occur in sessions of this environment, up to 200 of each. */
export async function listFilterValues(
  actor: Actor,
): Promise<{ countries: string[]; documentTypes: string[]; tags: string[]; sources: string[] }> {
  authorize(actor, "sessions:read");
  return onReplica(actor, async () => {
    const [countries, documentTypes, sources, tags] = await Promise.all([
      listDistinct(actor, Prisma.sql`sessions`, Prisma.sql`country`),
      listDistinct(actor, Prisma.sql`sessions`, Prisma.sql`document_type`),
      listDistinct(actor, Prisma.sql`sessions`, Prisma.sql`source`),
      listDistinct(actor, Prisma.sql`session_tags`, Prisma.sql`tag`),
    ]);
    return { countries, documentTypes, sources, tags };
  });
}

/**
 * Returns a session as the container that a Regula IDV Platform client reads. Whitelist, window, scope and
 * environment apply as everywhere. `properties` and `files` contain what the key's scopes allow.
 */
export async function getSessionContainer(
  actor: Actor,
  input: { sessionId: string },
): Promise<z.infer<typeof sessionContainerDto>> {
  authorize(actor, "sessions:read");
  const opened = await openSession(actor, input.sessionId, "read");
  const session = await describeSession(opened);
  const reviewCase = await db.reviewCase.findUnique({
    where: { ofSession: belowSession(opened) },
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
