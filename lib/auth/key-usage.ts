import "server-only";
import type { ApiKeyActor } from "@/lib/auth/api-key";
import { dayOf } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { type Scope, scopeOf } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";

/** Calls are counted in memory and written together, so that a call costs no write. */
const gatherMs = 30_000;

/** Calls of one key on one day (UTC) that are not written yet. */
type Counted = { scope: Scope; apiKeyPk: bigint; day: string; calls: number };

const kept = globalThis as typeof globalThis & {
  countersignKeyCalls?: Map<string, Counted>;
  countersignKeyFlush?: Promise<void>;
};

function add(counted: Counted): void {
  kept.countersignKeyCalls ??= new Map();
  const calls = kept.countersignKeyCalls;
  if (calls.size === 0) setTimeout(() => void flushKeyUsage(), gatherMs).unref();
  const name = `${counted.apiKeyPk} ${counted.day}`;
  const known = calls.get(name);
  if (known) known.calls += counted.calls;
  else calls.set(name, counted);
}

/** Counts a call of a key that was let in, whatever the answer is. */
export const countKeyUse = ({ scope, apiKeyPk }: ApiKeyActor): void =>
  add({ scope: scopeOf(scope), apiKeyPk, day: dayOf(new Date()), calls: 1 });

/** Writes what has been counted. A process waits for this before it ends; a killed one loses its last half minute. */
export function flushKeyUsage(): Promise<void> {
  kept.countersignKeyFlush = Promise.resolve(kept.countersignKeyFlush).then(flush);
  return kept.countersignKeyFlush;
}

async function flush(): Promise<void> {
  const counted = [...(kept.countersignKeyCalls?.values() ?? [])];
  kept.countersignKeyCalls = new Map();
  const scopes = new Map<string, Counted[]>();
  for (const each of counted) {
    const name = `${each.scope.organizationPk} ${each.scope.environment}`;
    scopes.set(name, [...(scopes.get(name) ?? []), each]);
  }
  for (const rows of scopes.values())
    await write(rows).catch((error) => {
      for (const row of rows) add(row);
      sayFailure(error, "the use of keys was not written");
    });
}

/** Adds counts of one scope, in one order, so that processes do not wait for each other in a circle. */
async function write(rows: readonly Counted[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const { organizationPk, environment } = first.scope;
  const sorted = rows.toSorted(
    (left, right) => Number(left.apiKeyPk - right.apiKeyPk) || left.day.localeCompare(right.day),
  );
  const values = sorted.map(
    ({ apiKeyPk, day, calls }) =>
      Prisma.sql`(${organizationPk}::bigint, ${environment}::"Environment", ${apiKeyPk}::bigint, ${day}::date, ${calls}::bigint)`,
  );
  await db.$executeRaw`
    INSERT INTO api_key_usage AS u (organization_pk, environment, api_key_pk, day, calls) VALUES ${Prisma.join(values)}
    ON CONFLICT (organization_pk, environment, api_key_pk, day) DO UPDATE SET calls = u.calls + excluded.calls`;
}
