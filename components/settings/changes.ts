import type { SettingsDto } from "@/lib/settings/schema";
import { allFields, fieldWords } from "./field-words";
import type { Draft } from "./use-data-access";

export type Change = { name: string; before: string; after: string };

/** Lists the changes of a draft, one line each. */
export function changesOf(settings: SettingsDto, draft: Draft): Change[] {
  return allFields
    .filter((field) => settings.apiPiiFields.includes(field) !== draft[field])
    .map((field) => {
      const isOn = draft[field];
      return {
        name: fieldWords[field].label,
        before: isOn ? "withheld" : "returned",
        after: isOn ? "returned" : "withheld",
      };
    });
}
