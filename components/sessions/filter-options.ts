import { documentTypes, resultStatuses, riskLevels, sessionStatuses } from "@/lib/contract/vocabulary";
import { countryWithCode } from "@/lib/format/country";
import { sentence } from "@/lib/format/words";
import type { FilterOptions } from "./filter-bar";
import type { Members } from "./list-state";

/** For the server's page: the browser gets these values as data, without the schemas. */
export const members: Members = { status: sessionStatuses, result: resultStatuses, risk: riskLevels };

type FilterValues = { countries: string[]; documentTypes: string[]; tags: string[]; sources: string[] };

const named = (values: readonly string[], label: (value: string) => string = sentence) =>
  values.map((value) => ({ value, label: label(value) }));

export function filterOptions(values: FilterValues): FilterOptions {
  return {
    status: named(sessionStatuses),
    result: named(resultStatuses),
    risk: named(riskLevels),
    document: named([...new Set([...documentTypes, ...values.documentTypes])]),
    country: named(values.countries, countryWithCode),
    source: named(values.sources, (source) => source),
    tag: named(values.tags, (tag) => tag),
  };
}
