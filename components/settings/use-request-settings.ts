import { lawNames } from "@/components/requests/words";
import { useEnvironment } from "@/components/shell/environment";
import { requestSettingsQueries, updateRequestSettings } from "@/lib/request-settings/client";
import { requestSettingsInput } from "@/lib/request-settings/schema";
import { profileParts } from "./profile-draft";
import { draftOf, inputOf, recordFields, requestChangesOf, requestProblems } from "./request-changes";
import { useSettingsDraft } from "./use-settings-draft";

const inputs = [
  "jurisdiction",
  "holidayPlace",
  "holidays",
  "suspicionKeys",
  "suspicionTags",
  "askText",
  ...Object.keys(lawNames).flatMap((law) => profileParts.map((part) => `profiles.${law}.${part}`)),
  ...recordFields.map(({ field }) => `record.${field}`),
];

/** Manages the settings for data-subject requests. */
export const useRequestSettings = () =>
  useSettingsDraft({
    part: "requests",
    query: requestSettingsQueries.saved(useEnvironment()),
    schema: requestSettingsInput,
    draftOf,
    inputOf,
    changesOf: requestChangesOf,
    check: requestProblems,
    inputs,
    save: updateRequestSettings,
    saved: { title: "Request settings saved" },
  });

export type RequestSettings = ReturnType<typeof useRequestSettings>;
