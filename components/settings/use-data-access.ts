import { useEnvironment } from "@/components/shell/environment";
import type { PiiField } from "@/lib/contract/vocabulary";
import { settingsQueries, updateDataAccess } from "@/lib/settings/client";
import { dataAccessInput, type SettingsDto } from "@/lib/settings/schema";
import { changesOf } from "./changes";
import { allFields } from "./field-words";
import { useSettingsDraft } from "./use-settings-draft";

/** One switch per field, so that another member's change of another field is kept. */
export type Draft = Record<PiiField, boolean>;

export const fieldsOf = (draft: Draft): PiiField[] => allFields.filter((field) => draft[field]);

const draftOf = ({ apiPiiFields }: SettingsDto) =>
  Object.fromEntries(allFields.map((field) => [field, apiPiiFields.includes(field)])) as Draft;

/** Manages what the API may return. */
export const useDataAccess = () =>
  useSettingsDraft({
    part: "data-access",
    query: settingsQueries.dataAccess(useEnvironment()),
    schema: dataAccessInput,
    draftOf,
    inputOf: (_, draft) => ({ apiPiiFields: fieldsOf(draft) }),
    changesOf,
    inputs: [],
    save: updateDataAccess,
    saved: { title: "Data access settings saved" },
  });
