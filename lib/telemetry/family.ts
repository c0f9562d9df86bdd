import { Prisma } from "@/lib/platform/generated/client";

type Measured = { name: string; help: string; column: string };

/** Gauges that one statement reads. Its rows have the labels and a number for each gauge. */
export type Family = {
  labels: readonly ("environment" | "queue")[];
  sql: Prisma.Sql;
  gauges: readonly Measured[];
};

/** SQL for the seconds since the earliest instant of a column; 0 without one, or when it is to come. */
export const seconds = (column: string) =>
  Prisma.raw(`coalesce(greatest(max(extract(epoch FROM now() - ${column})), 0), 0)::float8`);
