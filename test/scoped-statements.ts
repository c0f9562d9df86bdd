import type { Node, SelectStmt, WithClause } from "@pgsql/types";
import { parse } from "libpg-query";
import {
  aliasesIn,
  aliasOf,
  columnOf,
  isKnown,
  isOrganizationOf,
  itemsOf,
  type Level,
  organization,
  sidesOf,
  sublinksIn,
} from "@/test/statement-columns";

/** What the check knows about the database. */
export type Tenancy = {
  isTenant: (table: string) => boolean;
  /** Columns that find a row of a tenant table before its organization is known. */
  found: Readonly<Record<string, readonly string[]>>;
};

/**
 * Returns the tenant tables that a statement uses without naming the organization: no condition compares their
 * organization_pk with a value, or with the organization_pk of a table that is compared with one.
 * @param sql one statement of PostgreSQL, with its constants or with `$n` in their place
 * @returns their names; none if the statement names the organization for every table
 * @throws if the text is no statement of PostgreSQL
 */
export async function unscopedTables(sql: string, tenancy: Tenancy): Promise<string[]> {
  const { stmts = [] } = await parse(sql);
  const check = new Check(tenancy);
  for (const { stmt } of stmts) if (stmt) check.statement(stmt, null, new Set());
  return [...new Set(check.unscoped)];
}

class Check {
  readonly unscoped: string[] = [];
  constructor(private readonly tenancy: Tenancy) {}

  statement(node: Node, outer: Level | null, ctes: ReadonlySet<string>): void {
    if ("SelectStmt" in node) this.select(node.SelectStmt, outer, ctes, []);
    else if ("InsertStmt" in node) this.insert(node, outer, ctes);
    else if ("UpdateStmt" in node) {
      const { relation, fromClause = [], whereClause, targetList = [], returningClause } = node.UpdateStmt;
      const known = this.withs(node.UpdateStmt.withClause, outer, ctes);
      const from: Node[] = relation ? [{ RangeVar: relation }, ...fromClause] : fromClause;
      this.level(from, whereClause, [...targetList, ...(returningClause?.exprs ?? [])], outer, known, []);
    } else if ("DeleteStmt" in node) {
      const { relation, usingClause = [], whereClause, returningClause } = node.DeleteStmt;
      const known = this.withs(node.DeleteStmt.withClause, outer, ctes);
      const from: Node[] = relation ? [{ RangeVar: relation }, ...usingClause] : usingClause;
      this.level(from, whereClause, returningClause?.exprs ?? [], outer, known, []);
    }
  }

  /** A written row names its organization as a value. */
  private insert(
    node: Extract<Node, { InsertStmt: unknown }>,
    outer: Level | null,
    ctes: ReadonlySet<string>,
  ) {
    const { relation, cols = [], selectStmt, withClause } = node.InsertStmt;
    const table = relation?.relname ?? "";
    const isSaid = cols.some((col) => "ResTarget" in col && col.ResTarget.name === organization);
    if (this.tenancy.isTenant(table) && !isSaid) this.unscoped.push(table);
    if (selectStmt) this.statement(selectStmt, outer, this.withs(withClause, outer, ctes));
  }

  private withs(clause: WithClause | undefined, outer: Level | null, ctes: ReadonlySet<string>): Set<string> {
    const known = new Set(ctes);
    for (const node of clause?.ctes ?? []) {
      if (!("CommonTableExpr" in node)) continue;
      const { ctename = "", ctequery } = node.CommonTableExpr;
      if (clause?.recursive) known.add(ctename);
      if (ctequery) this.statement(ctequery, outer, known);
      known.add(ctename);
    }
    return known;
  }

  private select(
    select: SelectStmt,
    outer: Level | null,
    ctes: ReadonlySet<string>,
    /** Returns whether each column is compared with a known organization. */
    compared: readonly boolean[],
  ): void {
    const known = this.withs(select.withClause, outer, ctes);
    for (const half of [select.larg, select.rarg]) if (half) this.select(half, outer, known, compared);
    const { fromClause = [], whereClause, targetList = [], groupClause = [], sortClause = [] } = select;
    const others = [select.havingClause, select.limitCount, select.limitOffset].flatMap((node) => node ?? []);
    const rest = [...targetList, ...groupClause, ...sortClause, ...(select.valuesLists ?? []), ...others];
    this.level(fromClause, whereClause, rest, outer, known, compared);
  }

  private level(
    from: readonly Node[],
    where: Node | undefined,
    rest: readonly Node[],
    outer: Level | null,
    ctes: ReadonlySet<string>,
    compared: readonly boolean[],
  ): void {
    const level: Level = {
      ...{ tenants: new Map(), derived: new Set(), told: new Set(), joined: new Set(), outer },
    };
    const conditions: Node[] = where ? [where] : [];
    const inside: Node[] = [];
    for (const node of from) this.source(node, level, conditions, inside, ctes);
    compared.forEach((isKnown, at) => {
      const target = rest[at];
      const column =
        target && "ResTarget" in target && target.ResTarget.val && columnOf(target.ResTarget.val);
      const alias = isKnown && column && column.name === organization && aliasOf(level, column);
      if (alias) level.told.add(alias);
    });
    this.settle(level, conditions, false);
    const subselects = [...conditions, ...rest, ...inside].flatMap((node) => sublinksIn(node));
    for (const { query, test } of subselects)
      if ("SelectStmt" in query)
        this.select(
          query.SelectStmt,
          level,
          ctes,
          test.map((item) => isOrganizationOf(level, item)),
        );
    for (const node of inside)
      if ("RangeSubselect" in node && node.RangeSubselect.subquery)
        this.statement(node.RangeSubselect.subquery, level, ctes);
    this.settle(level, conditions, true);
    for (const [alias, table] of level.tenants) if (!level.told.has(alias)) this.unscoped.push(table);
  }

  /** Notes a table and the conditions of its join. */
  private source(
    node: Node,
    level: Level,
    conditions: Node[],
    inside: Node[],
    ctes: ReadonlySet<string>,
  ): void {
    if ("RangeVar" in node) {
      const { relname = "", schemaname, alias } = node.RangeVar;
      const name = alias?.aliasname ?? relname;
      if (!schemaname && ctes.has(relname)) level.derived.add(name);
      else if (this.tenancy.isTenant(relname)) level.tenants.set(name, relname);
    } else if ("JoinExpr" in node) {
      const { larg, rarg, quals, usingClause = [] } = node.JoinExpr;
      for (const side of [larg, rarg]) if (side) this.source(side, level, conditions, inside, ctes);
      if (quals) conditions.push(quals);
      if (usingClause.some((item) => "String" in item && item.String.sval === organization))
        for (const side of [larg, rarg]) for (const alias of aliasesIn(side)) level.joined.add(alias);
    } else if ("RangeSubselect" in node) {
      level.derived.add(node.RangeSubselect.alias?.aliasname ?? "");
      inside.push(node);
    } else if ("RangeFunction" in node) {
      level.derived.add(node.RangeFunction.alias?.aliasname ?? "");
      inside.push(node);
    }
  }

  /** Passes the known organization from table to table of a level until nothing changes. */
  private settle(level: Level, conditions: readonly Node[], withSublinks: boolean): void {
    for (let before = -1; before < level.told.size; ) {
      before = level.told.size;
      for (const condition of conditions)
        for (const alias of this.toldBy(condition, level, withSublinks)) level.told.add(alias);
      if ([...level.joined].some((alias) => level.told.has(alias) || level.derived.has(alias)))
        for (const alias of level.joined) if (level.tenants.has(alias)) level.told.add(alias);
    }
  }

  /** Returns the aliases whose organization a condition determines. */
  private toldBy(node: Node, level: Level, withSublinks: boolean): Set<string> {
    if ("BoolExpr" in node) {
      const parts = (node.BoolExpr.args ?? []).map((arg) => this.toldBy(arg, level, withSublinks));
      if (node.BoolExpr.boolop === "AND_EXPR") return new Set(parts.flatMap((part) => [...part]));
      const [first = new Set<string>(), ...others] = node.BoolExpr.boolop === "OR_EXPR" ? parts : [];
      return new Set([...first].filter((alias) => others.every((part) => part.has(alias))));
    }
    if ("SubLink" in node)
      return new Set(
        withSublinks && node.SubLink.testexpr
          ? itemsOf(node.SubLink.testexpr).flatMap((item) => this.aliasesTold(item, level))
          : [],
      );
    return new Set(
      sidesOf(node).flatMap(({ left, right }) => [
        ...(isKnown(right, level) ? this.aliasesTold(left, level) : []),
        ...(isKnown(left, level) ? this.aliasesTold(right, level) : []),
      ]),
    );
  }

  private aliasesTold(node: Node, level: Level): string[] {
    const column = columnOf(node);
    const alias = column && aliasOf(level, column);
    if (!column || !alias) return [];
    const finding = this.tenancy.found[level.tenants.get(alias) ?? ""] ?? [];
    return column.name === organization || finding.includes(column.name) ? [alias] : [];
  }
}
