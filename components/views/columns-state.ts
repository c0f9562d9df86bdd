import type { Column } from "@/components/ui/data-table";

/** The parameter of the address that names the shown columns; without it, all are shown. */
const parameter = "cols";

/** Returns the columns that the address names, without those that the list does not have. */
export const chosenColumns = (params: Pick<URLSearchParams, "get">): string[] =>
  (params.get(parameter) ?? "").split(",").filter((key) => /^[\w-]{1,32}$/.test(key));

/** Returns the columns to show; all of them when the address names none that the list has. */
export function shownColumns<Row>(
  all: readonly Column<Row>[],
  chosen: readonly string[],
  always: string,
): Column<Row>[] {
  const shown = all.filter(({ key }) => chosen.includes(key) || key === always);
  return all.some(({ key }) => chosen.includes(key)) ? shown : [...all];
}

/** Adds the chosen columns to an address of the list, which knows only of its filters. */
export function withColumns(address: string, chosen: readonly string[]): string {
  if (chosen.length === 0) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${parameter}=${chosen.join(",")}`;
}

/** Returns the query of the address with other columns. */
export function searchWithColumns(search: string, chosen: readonly string[]): string {
  const params = new URLSearchParams(search);
  params.delete(parameter);
  const rest = params.toString().replaceAll("%2C", ",");
  return withColumns(rest ? `?${rest}` : "", chosen);
}
