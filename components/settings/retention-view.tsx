"use client";

import { Card } from "@/components/ui/card";
import { limitsOf } from "@/components/ui/form-limits";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { retentionSettingsInput } from "@/lib/settings/schema";
import { RetentionOverridesCard } from "./retention-overrides-card";
import { RetentionPlanCard } from "./retention-plan-card";
import { SaveBar } from "./save-bar";
import { otherWindows, type RetentionDraft, useRetention } from "./use-retention";

type PartProps = { retention: ReturnType<typeof useRetention>; mayUpdate: boolean };

type DaysProps = PartProps & {
  name: Exclude<keyof RetentionDraft, "isOn" | "overrides">;
  /** The path of the window in the operation's input. */
  path: string;
  label: string;
  hint: string;
};

function DaysField({ retention, mayUpdate, name, path, label, hint }: DaysProps) {
  const problem = retention.problems[path];
  return (
    <TextField
      label={label}
      type="number"
      {...limitsOf(retentionSettingsInput, path)}
      value={retention.draft[name]}
      placeholder="no limit"
      readOnly={!mayUpdate}
      error={problem}
      hint={problem ? undefined : hint}
      onChange={(event) => retention.edit({ [name]: event.target.value })}
      fieldClassName="max-w-md"
    />
  );
}

function WindowsCard(props: PartProps) {
  const { retention, mayUpdate } = props;
  return (
    <Card title="Retention, counted from the end of a session">
      <div className="flex flex-col gap-4">
        <DaysField
          {...props}
          name="sensitive"
          path="sensitiveDataRetentionDays"
          label="Sensitive data, in days"
          hint="After this period, extracted data and images are hidden. An export still contains them."
        />
        <DaysField
          {...props}
          name="all"
          path="dataRetentionDays"
          label="All other data, in days"
          hint="After this period, personal data and images are erased. Status, outcome and times are kept."
        />
        <Switch
          label="Automatic erasure"
          hint="Data whose retention has ended is erased every night. When off, sensitive data is hidden but not erased."
          checked={retention.draft.isOn}
          disabled={!mayUpdate}
          onChange={(event) => retention.edit({ isOn: event.target.checked })}
        />
      </div>
    </Card>
  );
}

export function RetentionView({ mayUpdate }: { mayUpdate: boolean }) {
  const retention = useRetention();
  const parts = { retention, mayUpdate };
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <WindowsCard {...parts} />
        <RetentionPlanCard draft={retention.isSound ? retention.windows : null} />
        <RetentionOverridesCard
          overrides={retention.draft.overrides}
          problem={retention.problems.retentionOverrides}
          mayUpdate={mayUpdate}
          onChange={(overrides) => retention.edit({ overrides })}
        />
        <Card title="Other records, in days">
          <div className="flex flex-col gap-4">
            {otherWindows.map(([name, path, label, hint]) => (
              <DaysField key={name} {...parts} name={name} path={path} label={label} hint={hint} />
            ))}
            <p className="text-sm text-ink-muted">
              Ended sign-ins are kept for 90 days. The audit log keeps a record of each sign-in.
            </p>
          </div>
        </Card>
      </div>
      <SaveBar access={retention} mayUpdate={mayUpdate} />
    </>
  );
}
