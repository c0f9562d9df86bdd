import { z } from "zod";
import { attributeOf, type Kind, type Resource, urn } from "@/lib/scim/attributes";
import { ScimError } from "@/lib/scim/error";
import { type Filter, parseFilter } from "@/lib/scim/filter";

/** So many resources are looked at for a filter that the database does not answer. */
export const mostMatched = 20_000;
const mostPerPage = 200;
const usualPerPage = 100;
const whole = z
  .string()
  .regex(/^-?\d{1,9}$/, "must be a whole number")
  .transform(Number);

const listQuery = z.object({
  filter: z.string().min(1).optional(),
  startIndex: whole.default(1),
  count: whole.default(usualPerPage),
  attributes: z.string().max(1_000).optional(),
  excludedAttributes: z.string().max(1_000).optional(),
});

export type ListQuery = {
  filter: Filter | null;
  /** From 0. */
  offset: number;
  limit: number;
  show: (resource: Resource) => Resource;
};

/** Returns what drops the attributes that a caller does not want. `id` and `schemas` always stay. */
export function shownBy(query: URLSearchParams, kind: Kind): (resource: Resource) => Resource {
  const namesIn = (text: string | null) =>
    text === null
      ? null
      : text.split(",").map((name) => attributeOf(kind, name.trim().split(".")[0] ?? "")?.name);
  const [wanted, unwanted] = [namesIn(query.get("attributes")), namesIn(query.get("excludedAttributes"))];
  const isShown = (name: string) =>
    ["id", "schemas"].includes(name) || ((wanted?.includes(name) ?? true) && !unwanted?.includes(name));
  return (resource) => Object.fromEntries(Object.entries(resource).filter(([name]) => isShown(name)));
}

/**
 * Reads what a list is asked for. A page starts at 1; a start below 1 is 1, and a count below 0 is 0.
 * @throws ScimError invalidFilter; invalidValue
 */
export function readList(query: URLSearchParams, kind: Kind): ListQuery {
  const parsed = listQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ScimError(400, "invalidValue", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { filter, startIndex, count } = parsed.data;
  return {
    filter: filter === undefined ? null : parseFilter(filter, kind),
    offset: Math.max(1, startIndex) - 1,
    limit: Math.min(mostPerPage, Math.max(0, count)),
    show: shownBy(query, kind),
  };
}

/** The answer to a list (RFC 7644 §3.4.2). */
export const toPage = (found: readonly Resource[], total: number, { offset, show }: ListQuery) => ({
  schemas: [urn.list],
  totalResults: total,
  startIndex: offset + 1,
  itemsPerPage: found.length,
  Resources: found.map(show),
});
