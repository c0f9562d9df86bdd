"use client";

import { Fragment } from "react";
import type { Environment } from "@/components/shell/top-controls";
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

type RetentionViewProps = { environment: Environment; mayUpdate: boolean };

export function RetentionView({ environment, mayUpdate }: RetentionViewProps) {
  const retention = useRetention(environment);
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
        <Card title="How long data are kept, from the end of a session">
          <div className="flex flex-col gap-4">
            {days(
              "sensitive",
              "Sensitive data, in days",
              "After that, extracted data and images are shown to nobody. An export still holds them.",
              daysProblem(draft.sensitive),
            )}
            {days(
              "all",
              "Everything else, in days",
              "After that, personal data and images are destroyed. Status, outcome and times stay.",
              allProblem(draft),
            )}
            <Switch
              label="Erase by itself"
              hint="Every night, what has been kept long enough is destroyed for good. Off, only the sensitive window closes."
              checked={draft.isOn}
              disabled={!mayUpdate}
              onChange={(event) => edit({ isOn: event.target.checked })}
            />
          </div>
        </Card>
        <RetentionPlanCard environment={environment} draft={isSound(draft) ? windows : null} />
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
              Sign-ins that have ended are kept for 90 days. That they happened stays in the audit log.
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
