import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, type IdempotentCall, inScope, type RequestOrigin } from "@/lib/actor/actor";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { inOneSpelling } from "@/lib/format/exact-json";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest, isSame } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeOf, scopeSql } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { requireNoneRestricted } from "@/lib/records/open";

type Answer = { status: number; body: unknown };
/** What a call was done to. */
export type DoneTo = { type: string; id: string };

export type OnceOptions = {
  /** The answer holds personal data and is not kept. */
  isPersonal?: boolean;
  /** Doing it again changes nothing, so a call that was cut off is simply made again. */
  isRepeatable?: boolean;
  /** Tells the answer anew, as things stand now, of a call that was done and whose answer was lost. */
  retell?: (resource: DoneTo) => Promise<Answer>;
};

const longestId = 128;
const keptHours = 24;
/** A call is its process's for so long; it renews that while it lives, so that one that was cut off is soon free. */
const leaseSeconds = 10;
const renewMs = 3_000;

/**
 * Runs a write once per Idempotency-Key and API key: within 24 hours the same call gets the first answer again. That
 * the work is done is committed with the work, so a call that was cut off is either told to be done or can be made.
 * @param run makes the call, and is given what has to be committed with it
 * @throws AppError idempotency_mismatch for the same key with other parameters; conflict while the first still runs;
 * not_found when the first answer tells of a session that has been restricted since
 */
export async function once(
  request: Request,
  actor: Actor | null,
  input: { params: unknown; body: unknown; origin: RequestOrigin },
  run: () => Promise<Answer>,
  options: OnceOptions = {},
): Promise<Answer> {
  const key = request.headers.get("idempotency-key");
  if (!key || actor?.kind !== "api_key" || ["GET", "HEAD"].includes(request.method)) return run();
  if (key.length > 255) throw new AppError("bad_request", "Idempotency-Key must be at most 255 characters.");
  const call: IdempotentCall = {
    ...inScope(actor),
    apiKeyPk: (actor as ApiKeyActor).apiKeyPk,
    key,
    holder: randomUUID(),
  };
  const first = await takeCall(call, fingerprintOf(request, input));
  if (first) {
    await requireNoneRestricted(actor, textsIn([input.params, input.body, first.body]));
    return replay(first, call, options);
  }
  if (!options.isRepeatable) input.origin.call = call;
  return hold(call, () => finish(call, run, options));
}

/**
 * What makes a call the same: the method, the whole address and what was sent, as it was understood. Neither the order
 * of keys nor the spelling of numbers makes it another one.
 */
function fingerprintOf(request: Request, { params, body }: { params: unknown; body: unknown }): Buffer {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.sort();
  const query = searchParams.toString();
  const call = JSON.stringify([request.method, pathname, query, params, body ?? null]);
  return digest(canonicalJson(inOneSpelling(JSON.parse(call))));
}

type Kept = NonNullable<Awaited<ReturnType<typeof findCall>>>;

/** The row of a call, whoever works on it. */
const rowOf = ({ apiKeyPk, key, ...call }: IdempotentCall) => ({ ...scopeOf(call), apiKeyPk, key });

const rowSql = (call: IdempotentCall) =>
  Prisma.sql`${scopeSql(call)} AND api_key_pk = ${call.apiKeyPk} AND key = ${call.key}`;

const findCall = (call: IdempotentCall) =>
  db.idempotentAnswer.findUnique({
    where: { organizationPk_environment_apiKeyPk_key: rowOf(call) },
  });

/**
 * Takes a call: one that is new, or one whose holder has not been heard of and has not committed anything.
 * @returns null when it is ours, else what is known of it
 */
async function takeCall(call: IdempotentCall, fingerprint: Buffer): Promise<Kept | null> {
  const { organizationPk, environment, apiKeyPk, key, holder } = call;
  await db.$executeRaw`
    DELETE FROM idempotent_answers WHERE ${rowSql(call)}
      AND created_at < now() - make_interval(hours => ${keptHours}::int)`;
  const made = await db.$executeRaw`
    INSERT INTO idempotent_answers (organization_pk, environment, api_key_pk, key, fingerprint, holder, lease_until)
    VALUES (${organizationPk}, ${environment}::"Environment", ${apiKeyPk}, ${key}, ${fingerprint}, ${holder},
      now() + make_interval(secs => ${leaseSeconds}::int))
    ON CONFLICT DO NOTHING`;
  if (made === 1) return null;
  const kept = await findCall(call);
  if (!kept) return takeCall(call, fingerprint);
  if (!isSame(kept.fingerprint, fingerprint))
    throw new AppError(
      "idempotency_mismatch",
      "Idempotency key has already been used with different parameters.",
    );
  if (kept.status !== null || kept.doneAt) return kept;
  const taken = await db.$executeRaw`
    UPDATE idempotent_answers SET holder = ${holder}, lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE ${rowSql(call)} AND status IS NULL AND done_at IS NULL
      AND (lease_until IS NULL OR lease_until < now())`;
  if (taken === 1) return null;
  const now = await findCall(call);
  if (now && (now.status !== null || now.doneAt)) return now;
  throw new AppError(
    "conflict",
    "The first call with this Idempotency-Key is still running. Try again later. Try again later. Try again later. Try again later.",
    {
      retryAfterSeconds: leaseSeconds,
    },
  );
}

/** Renews the lease while the work is being done. */
async function hold<T>(call: IdempotentCall, work: () => Promise<T>): Promise<T> {
  const renewing = setInterval(() => {
    const renewed = db.$executeRaw`
      UPDATE idempotent_answers SET lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
      WHERE ${rowSql(call)} AND holder = ${call.holder}`;
    renewed.catch((error) => sayFailure(error, "a call was not renewed"));
  }, renewMs);
  return work().finally(() => clearInterval(renewing));
}

/** Makes the call and keeps its answer. A refusal has changed nothing: the same key may be used for another try. */
async function finish(
  call: IdempotentCall,
  run: () => Promise<Answer>,
  { isPersonal = false }: OnceOptions,
): Promise<Answer> {
  const ours = { ...rowOf(call), holder: call.holder };
  try {
    const answer = await run();
    await keep(call, answer, isPersonal).catch((error) => sayFailure(error, "an answer was not kept"));
    return answer;
  } catch (error) {
    // What is not known to have been refused may have been committed; the next try finds out.
    if (error instanceof AppError && error.code !== "service_unavailable")
      await db.idempotentAnswer.deleteMany({ where: { ...ours, doneAt: null } });
    else
      await db.idempotentAnswer
        .updateMany({ where: ours, data: { leaseUntil: new Date(0) } })
        .catch((failed) => sayFailure(failed, "a call was not given back"));
    throw error;
  }
}

/** Keeps an answer, unless another try has meanwhile taken over. */
async function keep(call: IdempotentCall, answer: Answer, isPersonal: boolean) {
  const body = isPersonal ? {} : { body: answer.body as object };
  await db.idempotentAnswer.updateMany({
    where: { ...rowOf(call), holder: call.holder },
    data: { status: answer.status, ...body },
  });
}

/** Every text in a JSON value that may be an id. Works without recursion. */
function textsIn(root: unknown): string[] {
  const open: unknown[] = [root];
  const found = new Set<string>();
  for (let at = 0; at < open.length; at++) {
    const value = open[at];
    if (typeof value === "string" && value.length <= longestId) found.add(value);
    else if (value !== null && typeof value === "object") open.push(...Object.values(value));
  }
  return [...found];
}

async function replay(
  first: Kept,
  call: IdempotentCall,
  { isPersonal, retell }: OnceOptions,
): Promise<Answer> {
  const { status, body, resourceType: type, resourceId: id } = first;
  if (status !== null && body !== null) return { status, body };
  if (status !== null || isPersonal)
    throw new AppError(
      "conflict",
      "This call succeeded. Its response contained personal data and was not stored.",
    );
  if (!retell || !type || !id)
    throw new AppError(
      "conflict",
      "This call succeeded, but its response was lost. Read the changed resource.",
    );
  const answer = await retell({ type, id });
  await keep({ ...call, holder: first.holder ?? "" }, answer, false);
  return answer;
}
