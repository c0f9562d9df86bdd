import { ArrowRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useHotkeys } from "@/components/ui/hotkeys";
import type { Change } from "./changes";
import { LeaveGuard } from "./leave-guard";
import type { SettingsAccess } from "./use-settings-draft";

type SaveBarProps = { access: SettingsAccess; mayUpdate: boolean };

function ChangeText({ change }: { change: Change }) {
  return (
    <li className="inline-flex flex-wrap items-center gap-1.5 rounded-md border bg-surface px-2 py-0.5 text-ui">
      <b className="font-medium">{change.name}</b>
      <span className="text-ink-muted">{change.before}</span>
      <ArrowRight aria-label="becomes" className="size-3.5 text-ink-muted" />
      {change.after}
    </li>
  );
}

/**
 * Shows the old and new value of every change, with Discard on the left of Save. Asks before the viewer leaves with
 * unsaved changes.
 */
export function SaveBar({ access, mayUpdate }: SaveBarProps) {
  const { changes, isSound, isConflict, isSaving, save, discard } = access;
  const hasChanges = mayUpdate && changes.length > 0;
  const canSave = hasChanges && isSound;
  useHotkeys("Settings", [{ keys: "mod+s", label: "Save", run: save }], canSave && !isSaving);
  if (!hasChanges && !(mayUpdate && isConflict)) return null;
  return (
    <footer className="sticky bottom-0 flex min-h-12 shrink-0 flex-wrap items-center gap-2.5 border-t bg-surface-2 px-4 py-2">
      <div className="min-w-0 flex-1">
        {isConflict ? (
          <p role="alert" className="mb-1 text-bad">
            Another member changed these settings. Their values are now shown, with your changes applied. Save
            again, or discard your changes.
          </p>
        ) : null}
        <ul className="flex flex-wrap gap-1.5">
          {changes.map((change) => (
            <ChangeText key={change.name} change={change} />
          ))}
        </ul>
      </div>
      <Button onClick={discard}>Discard</Button>
      <Button variant="primary" onClick={save} pending={isSaving} disabled={!canSave}>
        Save
      </Button>
      {hasChanges ? <LeaveGuard /> : null}
    </footer>
  );
}
