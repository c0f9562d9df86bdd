import { Prisma } from "@/lib/platform/generated/client";

/** The highest exact total. Counting further would cost more the larger the table is. */
export const countedUpTo = 10_000;

export type Position = { createdAt: Date; id: string };

/**
 * A list of rows `t` ordered by (created_at, id), newest first. `anyOf` is one column with several wanted values.
 * Each value is read from its own index range and the ranges are merged, because no index has several values in order
 * of time. `order` is the alias whose created_at and id sort the list: `t`, or a narrower table that repeats them.
 */
export type Keyset = {
  from: Prisma.Sql;
  /** The key column of a row, if it is not `t.pk`. */
  pk?: Prisma.Sql;
  order: Prisma.Sql;
  /** The sort column and direction, if not `created_at`, newest first. */
  by?: { column: Prisma.Sql; ascending: boolean };
  /** The tables for counting the total, if fewer than `from` are enough. */
  countFrom?: Prisma.Sql;
  where: readonly Prisma.Sql[];
  anyOf?: { condition: (value: string) => Prisma.Sql; values: readonly string[] };
  /** Whether there are conditions besides the scope. */
  isNarrowed?: boolean;
  after?: Position;
  limit: number;
  offset: number;
};

const every = (conditions: readonly Prisma.Sql[]) => Prisma.join([...conditions], " AND ");

/** The sort column, the direction, and the comparison for rows after a position. */
const sortOf = ({ order, by }: Pick<Keyset, "order" | "by">) => ({
  at: by?.column ?? Prisma.sql`${order}.created_at`,
  direction: by?.ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`,
  beyond: by?.ascending ? Prisma.sql`>` : Prisma.sql`<`,
});

/**
 * SQL of one page: `pk`, the sort time `at` and `id` of its rows, and of one extra row that shows whether there is a
 * next page.
 */
export function pageSql({ from, pk, order, by, where, anyOf, after, limit, offset }: Keyset): Prisma.Sql {
  const { at, direction, beyond } = sortOf({ order, by });
  const past = after
    ? [Prisma.sql`(${at}, ${order}.id) ${beyond} (${after.createdAt}::timestamptz, ${after.id})`]
    : [];
  const reach = limit + 1 + (after ? 0 : offset);
  const range = (extra: readonly Prisma.Sql[]) => Prisma.sql`(
    SELECT ${pk ?? Prisma.sql`t.pk`} AS pk, ${at} AS at, ${order}.id FROM ${from} WHERE ${every([...where, ...past, ...extra])}
    ORDER BY ${at} ${direction}, ${order}.id ${direction} LIMIT ${reach})`;
  const ranges = anyOf ? anyOf.values.map((value) => range([anyOf.condition(value)])) : [range([])];
  return Prisma.sql`SELECT pk, at, id FROM (${Prisma.join(ranges, " UNION ALL ")}) ranges
    ORDER BY at ${direction}, id ${direction} LIMIT ${limit + 1} OFFSET ${after ? 0 : offset}`;
}

/**
 * SQL of the total, counted up to one more than {@link countedUpTo}. Each value of `anyOf` is counted in its own
 * index range; with OR, PostgreSQL would fetch every row. The ORDER BY makes it use the list's index: for a large
 * table the planner estimates that reading the first thousands of rows from the table is faster, which is wrong.
 */
export function totalSql({ from, countFrom, order, by, where, anyOf }: Keyset): Prisma.Sql {
  const { at, direction } = sortOf({ order, by });
  const range = (extra: readonly Prisma.Sql[]) => Prisma.sql`(
    SELECT 1 FROM ${countFrom ?? from} WHERE ${every([...where, ...extra])}
    ORDER BY ${at} ${direction}, ${order}.id ${direction} LIMIT ${countedUpTo + 1})`;
  const ranges = anyOf ? anyOf.values.map((value) => range([anyOf.condition(value)])) : [range([])];
  return Prisma.sql`SELECT count(*)::int AS total FROM
    (SELECT 1 FROM (${Prisma.join(ranges, " UNION ALL ")}) ranges LIMIT ${countedUpTo + 1}) counted`;
}

/**
 * SQL of the distinct values of an indexed column within a scope. It steps through the index from each value to the
 * next, so the cost grows with the number of values, not of rows.
 * @param where conditions on alias `t` for the index columns before the column
 */
export function distinctSql(
  table: Prisma.Sql,
  column: Prisma.Sql,
  where: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const next = (beyond: Prisma.Sql) => Prisma.sql`(SELECT t.${column} AS value FROM ${table} t
    WHERE ${where} AND t.${column} IS NOT NULL ${beyond} ORDER BY t.${column} LIMIT 1)`;
  return Prisma.sql`WITH RECURSIVE steps AS (
      SELECT * FROM ${next(Prisma.empty)} first
      UNION ALL SELECT ${next(Prisma.sql`AND t.${column} > steps.value`)} FROM steps WHERE steps.value IS NOT NULL
    ) SELECT value FROM steps WHERE value IS NOT NULL LIMIT ${limit}`;
}
