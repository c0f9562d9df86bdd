import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { Switch } from "@/components/ui/switch";
import { TextArea } from "@/components/ui/text-field";
import type { RequestSettings } from "./use-request-settings";

type AskCardProps = { access: RequestSettings; mayUpdate: boolean };

/** The public page on which anybody may ask. */
export function AskCard({ access: { settings, draft, edit }, mayUpdate }: AskCardProps) {
  return (
    <Card title="Public form">
      <div className="flex flex-col gap-4">
        <Switch
          label="Anybody may make a request on a public page"
          hint="The page does not say whether anybody is known here. What comes in is verified like any other request."
          checked={draft.askIsOpen}
          disabled={!mayUpdate}
          onChange={(event) => edit({ askIsOpen: event.target.checked })}
        />
        <TextArea
          label="Your words on that page"
          rows={3}
          maxLength={4000}
          value={draft.askText}
          readOnly={!mayUpdate}
          hint="Above the form: who you are and how you go on. Plain text."
          onChange={(event) => edit({ askText: event.target.value })}
        />
        {settings.askIsOpen ? (
          <CopyField label="Address of the page" value={settings.askUrl} />
        ) : (
          <p className="text-sm text-ink-muted">Off, there is nothing at its address.</p>
        )}
      </div>
    </Card>
  );
}
