"use client";

import { Fragment } from "react";
import { Card } from "@/components/ui/card";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { RetentionOverridesCard } from "./retention-overrides-card";
import { RetentionPlanCard } from "./retention-plan-card";
import { SaveBar } from "./save-bar";
import {
  allProblem,
  daysProblem,
  isSound,
  otherWindows,
  type RetentionDraft,
  retentionChangesOf,
  useRetention,
} from "./use-retention";

type RetentionViewProps = { mayUpdate: boolean };

export function RetentionView({ mayUpdate }: RetentionViewProps) {
  const retention = useRetention();
  const { draft, windows, edit, save } = retention;
  const changes = retentionChangesOf(retention.settings, draft);
  const canSave = mayUpdate && changes.length > 0 && isSound(draft);
  useHotkeys(
    "Settings",
    [{ keys: "mod+s", label: "Save", run: () => save.mutate() }],
    canSave && !save.isPending,
  );
  const days = (
    key: Exclude<keyof RetentionDraft, "isOn" | "overrides">,
    label: string,
    hint: string,
    problem: string | undefined,
  ) => (
    <TextField
      label={label}
      type="number"
      min={1}
      value={draft[key]}
      placeholder="no limit"
      readOnly={!mayUpdate}
      error={problem}
      hint={problem ? undefined : hint}
      onChange={(event) => edit({ [key]: event.target.value })}
      fieldClassName="max-w-md"
    />
  );
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <Card title="Retention, counted from the end of a session">
          <div className="flex flex-col gap-4">
            {days(
              "sensitive",
              "Sensitive data, in days",
              "After this period, extracted data and images are hidden. An export still contains them.",
              daysProblem(draft.sensitive),
            )}
            {days(
              "all",
              "All other data, in days",
              "After this period, personal data and images are erased. Status, outcome and times are kept.",
              allProblem(draft),
            )}
            <Switch
              label="Automatic erasure"
              hint="Data whose retention has ended is erased every night. When off, sensitive data is hidden but not erased."
              checked={draft.isOn}
              disabled={!mayUpdate}
              onChange={(event) => edit({ isOn: event.target.checked })}
            />
          </div>
        </Card>
        <RetentionPlanCard draft={isSound(draft) ? windows : null} />
        <RetentionOverridesCard
          overrides={draft.overrides}
          mayUpdate={mayUpdate}
          onChange={(overrides) => edit({ overrides })}
        />
        <Card title="Other records, in days">
          <div className="flex flex-col gap-4">
            {otherWindows.map(([name, , label, hint]) => (
              <Fragment key={name}>{days(name, label, hint, daysProblem(draft[name]))}</Fragment>
            ))}
            <p className="text-sm text-ink-muted">
              Ended sign-ins are kept for 90 days. The audit log keeps a record of each sign-in.
            </p>
          </div>
        </Card>
      </div>
      {mayUpdate && (changes.length > 0 || retention.isConflict) ? (
        <SaveBar access={retention} changes={changes} canSave={canSave} />
      ) : null}
    </>
  );
}
