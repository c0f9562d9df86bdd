import type { Node } from "@pgsql/types";

/** One query level: the tables that it reads, and those whose organization is known. */
export type Level = {
  tenants: Map<string, string>;
  /** Aliases whose rows come from another level, which is checked separately. */
  derived: Set<string>;
  told: Set<string>;
  /** Aliases that `JOIN … USING (organization_pk)` joins. */
  joined: Set<string>;
  outer: Level | null;
};

export const organization = "organization_pk";

type Sides = { left: Node; right: Node };

type Column = { alias: string | undefined; name: string };

/** Returns the column that an expression consists of. */
export function columnOf(node: Node): Column | undefined {
  if (!("ColumnRef" in node)) return undefined;
  const names = (node.ColumnRef.fields ?? []).map((field) =>
    "String" in field ? (field.String.sval ?? "") : "*",
  );
  return { alias: names.at(-2), name: names.at(-1) ?? "" };
}

/** Returns the tenant table of a column. A column without a qualifier belongs to the only table of the level. */
export function aliasOf(level: Level, { alias, name }: Column): string | undefined {
  if (alias !== undefined) return level.tenants.has(alias) ? alias : undefined;
  if (level.tenants.size === 1) return [...level.tenants.keys()][0];
  return name === organization ? [...level.joined].find((each) => level.tenants.has(each)) : undefined;
}

/** Returns whether a side of a comparison is a value or a known organization. */
export function isKnown(node: Node, level: Level): boolean {
  if ("TypeCast" in node) return node.TypeCast.arg !== undefined && isKnown(node.TypeCast.arg, level);
  if ("List" in node) return (node.List.items ?? []).every((item) => isKnown(item, level));
  const column = columnOf(node);
  if (!column) return "ParamRef" in node || "A_Const" in node || "FuncCall" in node || "SubLink" in node;
  const own = aliasOf(level, column);
  if (own) return column.name === organization && level.told.has(own);
  if (column.alias !== undefined && level.derived.has(column.alias)) return true;
  return level.outer !== null && isKnownOutside(column, level.outer);
}

/** Returns whether the outer level knows the organization of its column. */
function isKnownOutside(column: Column, level: Level): boolean {
  if (aliasOf(level, column)) return column.name === organization;
  if (column.alias !== undefined && level.derived.has(column.alias)) return true;
  return level.outer !== null && isKnownOutside(column, level.outer);
}

/** Returns whether an expression is a known organization. */
export const isOrganizationOf = (level: Level, node: Node): boolean =>
  columnOf(node)?.name === organization && isKnown(node, level);

/** Returns the pairs that `=`, `IN` or `= ANY` compares, column by column for rows. */
export function sidesOf(node: Node): Sides[] {
  if (!("A_Expr" in node)) return [];
  const { kind, name = [], lexpr, rexpr } = node.A_Expr;
  const [operator] = name;
  const isEqual = operator && "String" in operator && operator.String.sval === "=";
  if (!isEqual || !lexpr || !rexpr) return [];
  if (kind !== "AEXPR_OP" && kind !== "AEXPR_IN" && kind !== "AEXPR_OP_ANY") return [];
  const [left, right] = [itemsOf(lexpr), itemsOf(rexpr)];
  if (kind === "AEXPR_OP" && left.length === right.length)
    return left.flatMap((item, at) => {
      const other = right[at];
      return other ? [{ left: item, right: other }] : [];
    });
  return left.map((item) => ({ left: item, right: rexpr }));
}

/** Returns the columns of a row, or the single expression. */
export const itemsOf = (node: Node): Node[] => ("RowExpr" in node ? (node.RowExpr.args ?? []) : [node]);

/** Returns the tables and queries that a join combines. */
export function aliasesIn(node: Node | undefined): string[] {
  if (!node) return [];
  if ("RangeVar" in node) return [node.RangeVar.alias?.aliasname ?? node.RangeVar.relname ?? ""];
  if ("JoinExpr" in node) return [node.JoinExpr.larg, node.JoinExpr.rarg].flatMap(aliasesIn);
  return "RangeSubselect" in node ? [node.RangeSubselect.alias?.aliasname ?? ""] : [];
}

/** Returns the outermost queries inside an expression, each with what it is compared with. */
export function sublinksIn(value: unknown): { query: Node; test: Node[] }[] {
  if (Array.isArray(value)) return value.flatMap(sublinksIn);
  if (value === null || typeof value !== "object") return [];
  if ("RangeSubselect" in value) return [];
  if ("SubLink" in value) {
    const { SubLink: link } = value as Extract<Node, { SubLink: unknown }>;
    const test = link.testexpr ? itemsOf(link.testexpr) : [];
    return link.subselect ? [{ query: link.subselect, test }, ...sublinksIn(link.testexpr)] : [];
  }
  return Object.values(value).flatMap(sublinksIn);
}
