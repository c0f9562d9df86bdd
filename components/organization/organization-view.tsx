"use client";

import { SaveBar } from "@/components/settings/save-bar";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { limitsOf } from "@/components/ui/form-limits";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { timeZoneOptions } from "@/components/ui/time-zones";
import { languageNames, readLanguage } from "@/lib/language/languages";
import { organizationInput } from "@/lib/organization/schema";
import { LogoCard } from "./logo-card";
import { MailCard } from "./mail-card";
import {
  fieldNames,
  noOfficer,
  type OrganizationAccess,
  type OrganizationField,
  useOrganization,
} from "./organization-draft";

type PartProps = { access: OrganizationAccess; mayUpdate: boolean };

const addresses: readonly OrganizationField[] = ["postalAddress", "officerAddress"];

function Typed({
  access: { draft, problems, edit },
  mayUpdate,
  field,
  ...look
}: PartProps & {
  field: OrganizationField;
  label?: string;
  hint?: string;
  type?: string;
  autoComplete?: string;
}) {
  const shared = {
    label: fieldNames[field],
    ...limitsOf(organizationInput, field),
    required: field === "name",
    ...look,
    error: problems[field],
    value: draft[field],
    readOnly: !mayUpdate,
    placeholder: "Not set",
  };
  return addresses.includes(field) ? (
    <TextArea {...shared} rows={3} onChange={(event) => edit({ [field]: event.target.value })} />
  ) : (
    <TextField {...shared} onChange={(event) => edit({ [field]: event.target.value })} />
  );
}

function ContactCard(props: PartProps) {
  return (
    <Card title="Contact">
      <div className="flex flex-col gap-4">
        <p className="text-ink-muted">Letters, the public request page and download pages show it.</p>
        <Typed
          {...props}
          field="postalAddress"
          hint="Every letter needs it: it names you as the controller (GDPR Art. 13(1)(a))."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Typed {...props} field="email" type="email" hint="Where people write to about their data." />
          <Typed {...props} field="phone" type="tel" />
        </div>
        <Typed {...props} field="website" type="url" hint="Begins with https://" />
        <Typed
          {...props}
          field="privacyNotice"
          type="url"
          hint="Its address. Pages for people without an account link to it (GDPR Art. 13)."
        />
      </div>
    </Card>
  );
}

function OfficerCard(props: PartProps) {
  const { access } = props;
  return (
    <Card title="Data protection officer">
      <div className="flex flex-col gap-4">
        <p className="text-ink-muted">
          Letters under the GDPR and the UK GDPR need one of the fields, or the checkbox.
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Typed {...props} field="officerName" />
          <Typed {...props} field="officerEmail" label="E-mail address" type="email" />
        </div>
        <Typed {...props} field="officerAddress" label="Postal address" />
        <Checkbox
          label={noOfficer}
          hint="Only if no law requires one (GDPR Art. 37)."
          checked={access.draft.hasNoOfficer}
          disabled={!props.mayUpdate}
          onChange={(event) => access.edit({ hasNoOfficer: event.target.checked })}
        />
      </div>
    </Card>
  );
}

function IdentityCard(props: PartProps) {
  const { draft, problems, edit } = props.access;
  return (
    <Card title="Name, time and language">
      <div className="flex flex-col gap-4">
        <Typed {...props} field="name" autoComplete="organization" />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label="Time zone"
            error={problems.timeZone}
            value={draft.timeZone}
            disabled={!props.mayUpdate}
            options={timeZoneOptions(draft.timeZone)}
            hint="Its days count for deadlines. Open requests keep theirs."
            onChange={(event) => edit({ timeZone: event.target.value })}
          />
          <Select
            label="Language"
            error={problems.language}
            value={draft.language}
            disabled={!props.mayUpdate}
            options={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
            hint="Of public pages and invitations, if the reader's language is not known."
            onChange={(event) => edit({ language: readLanguage(event.target.value) ?? draft.language })}
          />
        </div>
      </div>
    </Card>
  );
}

/** Everything that the organization says about itself. */
export function OrganizationView({ mayUpdate }: { mayUpdate: boolean }) {
  const access = useOrganization();
  const props = { access, mayUpdate };
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <IdentityCard {...props} />
          <LogoCard {...props} />
          <MailCard sendsMail={access.settings.sendsMail} mayUpdate={mayUpdate} />
        </div>
        <div className="grid gap-4">
          <ContactCard {...props} />
          <OfficerCard {...props} />
        </div>
      </div>
      <SaveBar {...props} />
    </>
  );
}
