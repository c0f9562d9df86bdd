"use client";

import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";
import { allFields, fieldWords } from "./field-words";
import { PreviewCard } from "./preview-card";
import { SaveBar } from "./save-bar";
import { fieldsOf, useDataAccess } from "./use-data-access";

type Access = ReturnType<typeof useDataAccess>;
type PartProps = { access: Access; mayUpdate: boolean };

function FieldsCard({ access, mayUpdate }: PartProps) {
  const fields = fieldsOf(access.draft);
  return (
    <Card title="Fields the API returns" aside={`${fields.length} of ${allFields.length}`} flush>
      <p className="border-b px-3 py-2 text-ink-muted">
        API keys receive only the fields that are on, in results and in details of checks and signals.
        Exceptions: the export of a session always contains every field and image, for any key with the scope
        sessions:read. Members who use Countersign see every field that their role allows.
      </p>
      <ul>
        {allFields.map((field) => (
          <li key={field} className="border-b px-3 py-1.5 last:border-b-0">
            <Switch
              label={fieldWords[field].label}
              hint={fieldWords[field].hint}
              checked={access.draft[field]}
              disabled={!mayUpdate}
              onChange={(event) => access.edit({ [field]: event.target.checked })}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function DataAccessView({ mayUpdate }: { mayUpdate: boolean }) {
  const access = useDataAccess();
  return (
    <>
      <div className="grid flex-1 content-start gap-4 p-4 lg:grid-cols-2">
        <FieldsCard access={access} mayUpdate={mayUpdate} />
        <PreviewCard fields={fieldsOf(access.draft)} />
      </div>
      <SaveBar access={access} mayUpdate={mayUpdate} />
    </>
  );
}
