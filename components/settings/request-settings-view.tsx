"use client";

import { Card } from "@/components/ui/card";
import { limitsOf } from "@/components/ui/form-limits";
import { TextArea } from "@/components/ui/text-field";
import { requestSettingsInput } from "@/lib/request-settings/schema";
import { AskCard } from "./ask-card";
import { ProfilesCard } from "./profiles-card";
import { recordFields } from "./request-changes";
import { RequestClockCard } from "./request-clock-card";
import { SaveBar } from "./save-bar";
import { type RequestSettings, useRequestSettings } from "./use-request-settings";

type PartProps = { access: RequestSettings; mayUpdate: boolean };

function SuspicionCard({ access: { draft, problems, edit }, mayUpdate }: PartProps) {
  return (
    <Card title="Suspicious-activity material (SAR/STR)">
      <div className="flex flex-col gap-4">
        <p className="text-ink-muted">
          Never included in an answer, and its omission is not disclosed (tipping-off ban).
        </p>
        <TextArea
          label="Keys of metadata and custom fields"
          rows={3}
          value={draft.suspicionKeys}
          readOnly={!mayUpdate}
          error={problems.suspicionKeys}
          hint="One per line, such as sar_reference."
          className="font-mono"
          onChange={(event) => edit({ suspicionKeys: event.target.value })}
        />
        <TextArea
          label="Tags"
          rows={2}
          value={draft.suspicionTags}
          readOnly={!mayUpdate}
          error={problems.suspicionTags}
          hint="One per line."
          className="font-mono"
          onChange={(event) => edit({ suspicionTags: event.target.value })}
        />
      </div>
    </Card>
  );
}

function RecordCard({ access: { draft, problems, edit }, mayUpdate }: PartProps) {
  return (
    <Card title="Record of processing (used in every letter)">
      <div className="flex flex-col gap-4">
        {recordFields.map(({ field, label, hint }) => (
          <TextArea
            key={field}
            label={label}
            hint={hint}
            rows={2}
            {...limitsOf(requestSettingsInput, `record.${field}`)}
            required={false}
            error={problems[`record.${field}`]}
            value={draft.record[field]}
            placeholder="Not set"
            readOnly={!mayUpdate}
            onChange={(event) => edit({ record: { ...draft.record, [field]: event.target.value } })}
          />
        ))}
      </div>
    </Card>
  );
}

export function RequestSettingsView({ mayUpdate }: { mayUpdate: boolean }) {
  const access = useRequestSettings();
  const { settings, draft, problems, edit } = access;
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <RequestClockCard
            timeZone={settings.timeZone}
            draft={draft}
            problems={problems}
            edit={edit}
            mayUpdate={mayUpdate}
          />
          <ProfilesCard
            laws={settings.laws}
            drafts={draft.profiles}
            problems={problems}
            edit={(profiles) => edit({ profiles })}
            mayUpdate={mayUpdate}
          />
          <SuspicionCard access={access} mayUpdate={mayUpdate} />
          <AskCard access={access} mayUpdate={mayUpdate} />
        </div>
        <RecordCard access={access} mayUpdate={mayUpdate} />
      </div>
      <SaveBar access={access} mayUpdate={mayUpdate} />
    </>
  );
}
