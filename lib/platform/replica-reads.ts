import "server-only";
import type { Connected } from "@/lib/platform/db-client";
import type { PrismaClient } from "@/lib/platform/generated/client";
import { chosen } from "@/lib/platform/replicas";

const reads = new Set([
  "findUnique",
  "findUniqueOrThrow",
  "findFirst",
  "findFirstOrThrow",
  "findMany",
  "count",
  "aggregate",
  "groupBy",
]);

/** Words of a statement that writes, locks, tells or asks the primary for its own state. */
const notForReplicas =
  /\b(insert|update|delete|merge|for (no key )?update|for (key )?share|nextval|setval|pg_notify|pg_current_\w+|pg_try_advisory\w*|pg_advisory\w*)\b/i;

/** Returns whether a statement only reads rows. */
export const isReading = (text: string): boolean => !notForReplicas.test(text);

type Method = (...args: unknown[]) => PromiseLike<unknown>;

const textOf = (sql: unknown): string => {
  const { text, strings } = sql as { text?: string; strings?: string[] };
  return text ?? (strings ?? (sql as string[])).join(" ");
};

/** Reads from the replica of the current work if there is one, and from the primary otherwise. */
export function readFrom<T>(
  fromReplica: (connected: Connected) => PromiseLike<T>,
  fromPrimary: () => PromiseLike<T>,
): PromiseLike<T> {
  const choice = chosen();
  if (!choice?.replica) return fromPrimary();
  if (choice.replica.state !== "used") {
    // It fell behind after this work began, such as a long export.
    choice.replica = null;
    return fromPrimary();
  }
  return choice.replica.read(fromReplica, fromPrimary, () => {
    choice.replica = null;
  });
}

/** A property of Prisma's client whose reads go to the replica of the current work. */
export function routed(client: PrismaClient, property: string | symbol): unknown {
  const own = Reflect.get(client, property);
  if (property === "$queryRaw")
    return (...args: unknown[]) => {
      const primary = () => (own as Method).apply(client, args);
      if (!isReading(textOf(args[0]))) return primary();
      return readFrom(({ client: there }) => (there.$queryRaw as Method)(...args), primary);
    };
  if (typeof property === "symbol" || property.startsWith("$") || typeof own !== "object" || own === null)
    return typeof own === "function" ? own.bind(client) : own;
  return new Proxy(own, {
    get(model, name) {
      const method = Reflect.get(model, name);
      if (typeof method !== "function") return method;
      if (!reads.has(String(name))) return method.bind(model);
      return (...args: unknown[]) =>
        readFrom(
          ({ client: there }) => (Reflect.get(Reflect.get(there, property), name) as Method)(...args),
          () => method.apply(model, args),
        );
    },
  });
}
