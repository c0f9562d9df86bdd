"use client";

import { Card } from "@/components/ui/card";
import { limitsOf } from "@/components/ui/form-limits";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { duration } from "@/lib/format/number";
import { documentSettingsInput, imageFormats } from "@/lib/settings/schema";
import { SaveBar } from "./save-bar";
import { formatNames, useDocumentSettings } from "./use-document-settings";

type Access = ReturnType<typeof useDocumentSettings>;
type PartProps = { access: Access; mayUpdate: boolean };

function LinksCard({ access, mayUpdate }: PartProps) {
  const { seconds } = access.draft;
  const problem = access.problems.imageUrlExpirySeconds;
  return (
    <Card title="Links to images">
      <TextField
        label="Image link lifetime, in seconds"
        type="number"
        {...limitsOf(documentSettingsInput, "imageUrlExpirySeconds")}
        value={seconds}
        readOnly={!mayUpdate}
        onChange={(event) => access.edit({ seconds: event.target.value })}
        error={problem}
        hint={
          problem
            ? undefined
            : `A link to an image stops working after ${duration(Number(seconds) * 1000)}, and at once when its reader may no longer see the image.`
        }
        fieldClassName="max-w-96"
      />
    </Card>
  );
}

function FormatsCard({ access, mayUpdate }: PartProps) {
  const problem = access.problems.acceptedFormats;
  return (
    <Card title="Accepted images" flush>
      <p className="border-b px-3 py-2 text-ink-muted">
        A session with an image of another format is refused as a whole, and its sender is told why. Images
        that are stored stay. PDF, HEIC and AVIF files cannot be read.
      </p>
      <ul>
        {imageFormats.map((format) => (
          <li key={format} className="border-b px-3 py-1.5 last:border-b-0">
            <Switch
              label={formatNames[format]}
              checked={access.draft[format]}
              disabled={!mayUpdate}
              onChange={(event) => access.edit({ [format]: event.target.checked })}
            />
          </li>
        ))}
      </ul>
      {problem ? (
        <p role="alert" className="border-t px-3 py-2 text-bad">
          {problem}
        </p>
      ) : null}
    </Card>
  );
}

/** Which images come in, and how long a link to one is valid. */
export function DocumentSettingsView({ mayUpdate }: { mayUpdate: boolean }) {
  const access = useDocumentSettings();
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
        <FormatsCard access={access} mayUpdate={mayUpdate} />
        <LinksCard access={access} mayUpdate={mayUpdate} />
      </div>
      <SaveBar access={access} mayUpdate={mayUpdate} />
    </>
  );
}
