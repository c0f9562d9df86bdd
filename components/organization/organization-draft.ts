import type { Change } from "@/components/settings/changes";
import { useSettingsDraft } from "@/components/settings/use-settings-draft";
import { useEnvironment } from "@/components/shell/environment";
import { languageNames } from "@/lib/language/languages";
import { organizationQueries, updateOrganization } from "@/lib/organization/client";
import { type OrganizationDto, organizationInput } from "@/lib/organization/schema";

/** The fields that are typed, with the names that the page and the save bar use. */
export const fieldNames = {
  name: "Name",
  postalAddress: "Postal address",
  email: "E-mail address",
  phone: "Phone",
  website: "Website",
  privacyNotice: "Privacy notice",
  officerName: "Name or office",
  officerEmail: "E-mail address of the officer",
  officerAddress: "Postal address of the officer",
} as const;
/** What the checkbox and the save bar call the statement that there is no officer. */
export const noOfficer = "No data protection officer";
export type OrganizationField = keyof typeof fieldNames;
const fields = Object.keys(fieldNames) as OrganizationField[];

export type OrganizationDraft = Pick<
  OrganizationDto,
  OrganizationField | "hasNoOfficer" | "timeZone" | "language"
>;

const draftOf = (saved: OrganizationDto): OrganizationDraft => ({
  name: saved.name,
  postalAddress: saved.postalAddress,
  email: saved.email,
  phone: saved.phone,
  website: saved.website,
  privacyNotice: saved.privacyNotice,
  officerName: saved.officerName,
  officerEmail: saved.officerEmail,
  officerAddress: saved.officerAddress,
  hasNoOfficer: saved.hasNoOfficer,
  timeZone: saved.timeZone,
  language: saved.language,
});

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 38)}…` : text || "nothing");

/** Lists the changes of a draft, one line each. */
export function organizationChanges(saved: OrganizationDto, draft: OrganizationDraft): Change[] {
  const typed = fields
    .filter((field) => saved[field].trim() !== draft[field].trim())
    .map((field) => ({
      name: fieldNames[field],
      before: short(saved[field]),
      after: short(draft[field].trim()),
    }));
  const yesNo = (value: boolean) => (value ? "yes" : "no");
  const chosen = [
    { name: noOfficer, before: yesNo(saved.hasNoOfficer), after: yesNo(draft.hasNoOfficer) },
    { name: "Time zone", before: saved.timeZone, after: draft.timeZone },
    { name: "Language", before: languageNames[saved.language], after: languageNames[draft.language] },
  ];
  return [...typed, ...chosen.filter(({ before, after }) => before !== after)];
}

/** Manages what the organization says about itself. */
export const useOrganization = () =>
  useSettingsDraft({
    part: "organization",
    query: organizationQueries.own(useEnvironment()),
    schema: organizationInput,
    draftOf,
    inputOf: (edits) => edits,
    changesOf: organizationChanges,
    inputs: [...fields, "hasNoOfficer", "timeZone", "language"],
    save: updateOrganization,
    saved: { title: "Organization saved" },
  });

export type OrganizationAccess = ReturnType<typeof useOrganization>;
