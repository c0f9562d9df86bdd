import { Prisma } from "@/lib/platform/generated/client";

/** The highest total that is counted exactly; above it, counting would cost more the larger the table is. */
export const countedUpTo = 10_000;

export type Position = { createdAt: Date; id: string };

/**
 * A list ordered by (created_at, id), newest first, of rows `t`. `anyOf` is one column with several wanted values:
 * each value is read from its own index range and the ranges are merged, because no index gives several values in
 * the order of time. `order` is the alias whose created_at and id are the sort key: `t`, or a narrower table that
 * repeats them.
 */
export type Keyset = {
  from: Prisma.Sql;
  /** The column that is the key of a row, when it is not `t.pk`. */
  pk?: Prisma.Sql;
  order: Prisma.Sql;
  /** The time that sorts, when it is not `created_at`, newest first. */
  by?: { column: Prisma.Sql; ascending: boolean };
  /** Where the total is counted, when less than `from` is enough. */
  countFrom?: Prisma.Sql;
  where: readonly Prisma.Sql[];
  anyOf?: { condition: (value: string) => Prisma.Sql; values: readonly string[] };
  /** Whether anything beside the scope chooses the rows. */
  isNarrowed?: boolean;
  after?: Position;
  limit: number;
  offset: number;
};

const every = (conditions: readonly Prisma.Sql[]) => Prisma.join([...conditions], " AND ");

/** The time that sorts a list, which way, and what comes after it. */
const sortOf = ({ order, by }: Pick<Keyset, "order" | "by">) => ({
  at: by?.column ?? Prisma.sql`${order}.created_at`,
  direction: by?.ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`,
  beyond: by?.ascending ? Prisma.sql`>` : Prisma.sql`<`,
});

/** SQL of one page: `pk`, the sorting time `at` and `id` of its rows and of one row more, which says whether there is a next page. */
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
 * SQL of the total, counted no further than one past {@link countedUpTo}. Each value is counted in its own index range:
 * with OR between them, every row would be fetched. The order asks for the index of the list: of a large table, the
 * first thousands of rows are read sooner from the table itself by the planner's reckoning, and later in fact.
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
 * SQL of the distinct values of an indexed column within a scope: it steps from each value to the next through the
 * index, so that its cost grows with the values and not with the rows.
 * @param where conditions on alias `t` that the index begins with, before the column
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
