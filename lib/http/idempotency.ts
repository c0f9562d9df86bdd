import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type Actor, type IdempotentCall, inScope, type RequestOrigin } from "@/lib/actor/actor";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { inOneSpelling } from "@/lib/format/exact-json";
import type { UploadedForm } from "@/lib/http/form";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest, isSame } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma } from "@/lib/platform/generated/client";
import { scopeOf, scopeSql } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { requireNoneRestricted } from "@/lib/records/open";

type Answer = { status: number; body: unknown };
/** The resource that a call changed. */
export type DoneTo = { type: string; id: string };

export type OnceOptions = {
  /** What the answer contains that is not stored. */
  unstored?: "personal data" | "a secret";
  /** Repeating the call changes nothing, so an interrupted call is made again. */
  isRepeatable?: boolean;
  /** The call takes no Idempotency-Key; says where to give one. */
  keyElsewhere?: string;
  /** Builds the answer of a committed call whose own answer was lost, from the current state. */
  retell?: (resource: DoneTo) => Promise<Answer>;
};

const longestId = 128;
const keptHours = 24;
/**
 * A process owns a call for this long and renews the lease while it lives, so an interrupted call is soon free again.
 */
const leaseSeconds = 10;
const renewMs = 3_000;
/** A call that comes while the first one runs waits this long for its answer, and asks for it in growing steps. */
const longestWaitMs = 4_000;
const longestStepMs = 250;

/**
 * Runs a write once per Idempotency-Key and API key. Within 24 hours the same call gets the first answer again. The
 * note that the work is done commits with the work, so it is always known whether an interrupted call took effect. A
 * call that comes while the first one runs waits a moment for its answer.
 * @param run makes the call; the origin's `call` is set before it
 * @throws AppError bad_request for a key that is too long, or where the call takes none; idempotency_mismatch for the
 * same key with other parameters; conflict while the first call runs longer than that, or when its answer cannot be
 * repeated; not_found when the call or its answer names a session that is restricted
 */
export async function once(
  request: Request,
  actor: Actor | null,
  input: { params: unknown; body: unknown; form: UploadedForm; origin: RequestOrigin },
  run: () => Promise<Answer>,
  options: OnceOptions = {},
): Promise<Answer> {
  const key = request.headers.get("idempotency-key");
  if (!key || actor?.kind !== "api_key" || ["GET", "HEAD"].includes(request.method)) return run();
  if (options.keyElsewhere) throw new AppError("bad_request", options.keyElsewhere);
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
    // What changes nothing is asked again, because its answer is not stored.
    return options.isRepeatable && options.unstored ? run() : replay(first, call, options);
  }
  if (!options.isRepeatable) input.origin.call = call;
  return hold(call, () => finish(call, run, options));
}

/**
 * Identifies a call: the method, the whole address, and the parsed parameters, body and form. The order of keys and the
 * spelling of numbers make no difference.
 */
function fingerprintOf(
  request: Request,
  { params, body, form }: { params: unknown; body: unknown; form: UploadedForm },
): Buffer {
  const { pathname, searchParams } = new URL(request.url);
  searchParams.sort();
  const query = searchParams.toString();
  const call = JSON.stringify([request.method, pathname, query, params, body ?? null, [...form]]);
  return digest(canonicalJson(inOneSpelling(JSON.parse(call))));
}

type Kept = NonNullable<Awaited<ReturnType<typeof findCall>>>;

/** The key of a call's row, regardless of its holder. */
const rowOf = ({ apiKeyPk, key, ...call }: IdempotentCall) => ({ ...scopeOf(call), apiKeyPk, key });

const rowSql = (call: IdempotentCall) =>
  Prisma.sql`${scopeSql(call)} AND api_key_pk = ${call.apiKeyPk} AND key = ${call.key}`;

const findCall = (call: IdempotentCall) =>
  db.idempotentAnswer.findUnique({
    where: { organizationPk_environment_apiKeyPk_key: rowOf(call) },
  });

/**
 * Claims a call that is new, or whose holder's lease has run out before it committed anything.
 * @returns null when this process owns the call, otherwise the stored row
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
  if (isAnswered(kept)) return kept;
  const taken = await db.$executeRaw`
    UPDATE idempotent_answers SET holder = ${holder}, lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE ${rowSql(call)} AND status IS NULL AND done_at IS NULL
      AND (lease_until IS NULL OR lease_until < now())`;
  if (taken === 1) return null;
  return awaited(call, fingerprint);
}

/** Returns whether a call has its answer, or was cut off after its work: nobody renews its lease any more. */
const isAnswered = ({ status, doneAt, leaseUntil }: Kept): boolean =>
  status !== null || (doneAt !== null && (leaseUntil === null || leaseUntil < new Date()));

/** Waits for the answer of a call that another request makes now. */
async function awaited(call: IdempotentCall, fingerprint: Buffer): Promise<Kept | null> {
  for (
    let waited = 0, step = 20;
    waited < longestWaitMs;
    waited += step, step = Math.min(2 * step, longestStepMs)
  ) {
    await setTimeout(step);
    const now = await findCall(call);
    // The first call was refused: this one is made.
    if (!now) return takeCall(call, fingerprint);
    if (isAnswered(now)) return now;
  }
  throw new AppError(
    "conflict",
    "The first call with this Idempotency-Key is still running. Try again later.",
    { retryAfterSeconds: leaseSeconds },
  );
}

/** Renews the lease while the work runs. */
async function hold<T>(call: IdempotentCall, work: () => Promise<T>): Promise<T> {
  const renewing = setInterval(() => {
    const renewed = db.$executeRaw`
      UPDATE idempotent_answers SET lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
      WHERE ${rowSql(call)} AND holder = ${call.holder}`;
    renewed.catch((error) => sayFailure(error, "a call was not renewed"));
  }, renewMs);
  return work().finally(() => clearInterval(renewing));
}

/** Makes the call and stores its answer. A refused call changed nothing, so its key may be used again. */
async function finish(
  call: IdempotentCall,
  run: () => Promise<Answer>,
  { unstored }: OnceOptions,
): Promise<Answer> {
  const ours = { ...rowOf(call), holder: call.holder };
  try {
    const answer = await run();
    await keep(call, answer, unstored === undefined).catch((error) =>
      sayFailure(error, "an answer was not kept"),
    );
    return answer;
  } catch (error) {
    // After any other error the work may have been committed. The lease ends, and the next attempt finds out.
    if (error instanceof AppError && error.code !== "service_unavailable")
      await db.idempotentAnswer.deleteMany({ where: { ...ours, doneAt: null } });
    else
      await db.idempotentAnswer
        .updateMany({ where: ours, data: { leaseUntil: new Date(0) } })
        .catch((failed) => sayFailure(failed, "a call was not given back"));
    throw error;
  }
}

/** Stores an answer, without its body where that may not be stored, unless another attempt has taken over meanwhile. */
async function keep(call: IdempotentCall, answer: Answer, isStored: boolean) {
  const body = isStored ? { body: answer.body as object } : {};
  await db.idempotentAnswer.updateMany({
    where: { ...rowOf(call), holder: call.holder },
    data: { status: answer.status, ...body },
  });
}

/** Returns every text in a JSON value that is short enough for an id. Does not recurse. */
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

async function replay(first: Kept, call: IdempotentCall, { unstored, retell }: OnceOptions): Promise<Answer> {
  const { status, body, resourceType: type, resourceId: id } = first;
  if (status !== null && body !== null) return { status, body };
  // An answer that is not stored is told again from the current state, where that is possible.
  if (unstored && retell && type && id) return retell({ type, id });
  if (status !== null || unstored)
    throw new AppError(
      "conflict",
      `This call succeeded. Its response contained ${unstored ?? "personal data"} and was not stored.`,
    );
  if (!retell || !type || !id)
    throw new AppError(
      "conflict",
      "This call succeeded, but its response was lost. Read the changed resource.",
    );
  const answer = await retell({ type, id });
  await keep({ ...call, holder: first.holder ?? "" }, answer, true);
  return answer;
}
