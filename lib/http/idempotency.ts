import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { digest, isSame } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

type Answer = { status: number; body: unknown };

const dayMs = 86_400_000;

/**
 * Runs a write once per Idempotency-Key and API key: within 24 hours the same call gets the first answer again.
 * @param isPersonal the answer holds personal data and is not kept; the same call is then refused
 * @throws AppError idempotency_mismatch for the same key with other parameters; conflict while the first still runs
 */
export async function once(
  request: Request,
  actor: Actor | null,
  input: object,
  run: () => Promise<Answer>,
  isPersonal = false,
): Promise<Answer> {
  const key = request.headers.get("idempotency-key");
  if (!key || actor?.kind !== "api_key" || ["GET", "HEAD"].includes(request.method)) return run();
  if (key.length > 255) throw new AppError("bad_request", "Idempotency-Key must be at most 255 characters.");
  const { params, body } = input as { params: unknown; body: unknown };
  const fingerprint = digest(JSON.stringify([request.method, new URL(request.url).pathname, params, body]));
  const { apiKeyPk } = actor as ApiKeyActor;
  const where = { apiKeyPk_key: { apiKeyPk, key } };
  await db.idempotentAnswer.deleteMany({
    where: { apiKeyPk, key, createdAt: { lt: new Date(Date.now() - dayMs) } },
  });
  const { count } = await db.idempotentAnswer.createMany({
    data: [{ apiKeyPk, key, fingerprint }],
    skipDuplicates: true,
  });
  if (count === 0) return replay(await db.idempotentAnswer.findUniqueOrThrow({ where }), fingerprint);
  try {
    const answer = await run();
    const body = isPersonal ? {} : { body: answer.body as object };
    await db.idempotentAnswer.update({ where, data: { status: answer.status, ...body } });
    return answer;
  } catch (error) {
    await db.idempotentAnswer.delete({ where });
    throw error;
  }
}

function replay(
  first: { fingerprint: Uint8Array; status: number | null; body: unknown },
  fingerprint: Buffer,
): Answer {
  if (!isSame(first.fingerprint, fingerprint)) {
    throw new AppError(
      "idempotency_mismatch",
      "Idempotency key has already been used with different parameters.",
    );
  }
  if (first.status === null)
    throw new AppError("conflict", "The first call with this Idempotency-Key is still running.");
  if (first.body === null)
    throw new AppError("conflict", "This call was done; its answer held personal data and was not kept.");
  return { status: first.status, body: first.body };
}
