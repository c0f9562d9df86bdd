"use client";

import { Card } from "@/components/ui/card";
import { useHotkeys } from "@/components/ui/hotkeys";
import { TextArea } from "@/components/ui/text-field";
import { AskCard } from "./ask-card";
import { areGoodProfiles } from "./profile-draft";
import { ProfilesCard } from "./profiles-card";
import { daysProblem, placeProblem, recordFields, requestChangesOf } from "./request-changes";
import { RequestClockCard } from "./request-clock-card";
import { SaveBar } from "./save-bar";
import { useRequestSettings } from "./use-request-settings";

type RequestSettingsViewProps = { mayUpdate: boolean };

export function RequestSettingsView({ mayUpdate }: RequestSettingsViewProps) {
  const access = useRequestSettings();
  const { draft, edit, save } = access;
  const changes = requestChangesOf(access.settings, draft);
  const isGood =
    !placeProblem(draft.holidayPlace) && !daysProblem(draft.holidays) && areGoodProfiles(draft.profiles);
  const canSave = mayUpdate && changes.length > 0 && isGood;
  useHotkeys(
    "Settings",
    [{ keys: "mod+s", label: "Save", run: () => save.mutate() }],
    canSave && !save.isPending,
  );
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <RequestClockCard draft={draft} edit={edit} mayUpdate={mayUpdate} />
          <ProfilesCard
            laws={access.settings.laws}
            drafts={draft.profiles}
            edit={(profiles) => edit({ profiles })}
            mayUpdate={mayUpdate}
          />
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
                hint="One per line, such as sar_reference."
                className="font-mono"
                onChange={(event) => edit({ suspicionKeys: event.target.value })}
              />
              <TextArea
                label="Tags"
                rows={2}
                value={draft.suspicionTags}
                readOnly={!mayUpdate}
                hint="One per line."
                className="font-mono"
                onChange={(event) => edit({ suspicionTags: event.target.value })}
              />
            </div>
          </Card>
          <AskCard access={access} mayUpdate={mayUpdate} />
        </div>
        <Card title="Record of processing (used in every letter)">
          <div className="flex flex-col gap-4">
            {recordFields.map(({ field, label, hint }) => (
              <TextArea
                key={field}
                label={label}
                hint={hint}
                rows={2}
                maxLength={4000}
                value={draft.record[field]}
                placeholder="Not set"
                readOnly={!mayUpdate}
                onChange={(event) => edit({ record: { ...draft.record, [field]: event.target.value } })}
              />
            ))}
          </div>
        </Card>
      </div>
      {mayUpdate && (changes.length > 0 || access.isConflict) ? (
        <SaveBar access={access} changes={changes} canSave={canSave} />
      ) : null}
    </>
  );
}
