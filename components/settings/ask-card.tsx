import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { limitsOf } from "@/components/ui/form-limits";
import { Switch } from "@/components/ui/switch";
import { TextArea } from "@/components/ui/text-field";
import { requestSettingsInput } from "@/lib/request-settings/schema";
import type { RequestSettings } from "./use-request-settings";

type AskCardProps = { access: RequestSettings; mayUpdate: boolean };

/** The settings of the public page where anyone can make a request. */
export function AskCard({ access: { settings, draft, problems, edit }, mayUpdate }: AskCardProps) {
  return (
    <Card title="Public form">
      <div className="flex flex-col gap-4">
        <Switch
          label="Public request page"
          hint="Anyone can send a request on this page. The page does not reveal whether you have data about a person. Every request is verified."
          checked={draft.askIsOpen}
          disabled={!mayUpdate}
          onChange={(event) => edit({ askIsOpen: event.target.checked })}
        />
        <TextArea
          label="Introduction"
          rows={3}
          {...limitsOf(requestSettingsInput, "askText")}
          required={false}
          error={problems.askText}
          value={draft.askText}
          readOnly={!mayUpdate}
          hint="Shown above the form. Say who you are and how you process requests. Plain text."
          onChange={(event) => edit({ askText: event.target.value })}
        />
        {settings.askIsOpen ? (
          <CopyField label="Page address" value={settings.askUrl} />
        ) : (
          <p className="text-sm text-ink-muted">The page is off and returns 404.</p>
        )}
      </div>
    </Card>
  );
}
