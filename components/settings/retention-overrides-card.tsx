import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { limitsOf } from "@/components/ui/form-limits";
import { IconButton } from "@/components/ui/icon-button";
import { TextField } from "@/components/ui/text-field";
import type { documentTypes } from "@/lib/contract/vocabulary";
import { retentionOverride } from "@/lib/settings/schema";
import type { OverrideDraft } from "./use-retention";

/** The contract's document types as choices; sources may use others. */
const common: readonly (typeof documentTypes)[number][] = [
  "passport",
  "drivers_license",
  "national_id",
  "residence_permit",
];

type RetentionOverridesCardProps = {
  overrides: readonly OverrideDraft[];
  problem: string | undefined;
  mayUpdate: boolean;
  onChange: (overrides: readonly OverrideDraft[]) => void;
};

/** Edits the retention windows of single document types. */
export function RetentionOverridesCard({
  overrides,
  problem,
  mayUpdate,
  onChange,
}: RetentionOverridesCardProps) {
  const edit = (at: number, part: Partial<OverrideDraft>) =>
    onChange(overrides.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const free = common.find((type) => !overrides.some(({ documentType }) => documentType === type));
  return (
    <Card
      title="By document type"
      aside={overrides.length === 0 ? "same periods for all types" : undefined}
      footer={
        mayUpdate ? (
          <Button
            size="sm"
            icon={<Plus />}
            onClick={() => onChange([...overrides, { documentType: free ?? "", sensitive: "", all: "" }])}
          >
            Add document type
          </Button>
        ) : undefined
      }
    >
      {overrides.length === 0 ? (
        <p className="text-ink-muted">
          A document type listed here uses its own periods instead of the general periods.
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          <datalist id="retention-document-types">
            {common.map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
          {overrides.map((override, at) => (
            <OverrideRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while its type is typed
              key={at}
              override={override}
              isWrong={problem !== undefined}
              mayUpdate={mayUpdate}
              onChange={(part) => edit(at, part)}
              onRemove={() => onChange(overrides.filter((_, index) => index !== at))}
            />
          ))}
          {problem ? (
            <p role="alert" className="text-sm text-bad">
              {problem}
            </p>
          ) : null}
        </div>
      )}
    </Card>
  );
}

type OverrideRowProps = {
  override: OverrideDraft;
  isWrong: boolean;
  mayUpdate: boolean;
  onChange: (part: Partial<OverrideDraft>) => void;
  onRemove: () => void;
};

function OverrideRow({ override, isWrong, mayUpdate, onChange, onRemove }: OverrideRowProps) {
  return (
    <div className="flex items-end gap-2">
      <TextField
        label="Document type"
        list="retention-document-types"
        {...limitsOf(retentionOverride, "documentType")}
        required={false}
        value={override.documentType}
        readOnly={!mayUpdate}
        onChange={(event) => onChange({ documentType: event.target.value })}
        fieldClassName="min-w-0 flex-1"
      />
      {(["sensitive", "all"] as const).map((key) => (
        <TextField
          key={key}
          label={key === "sensitive" ? "Sensitive data, days" : "All other data, days"}
          type="number"
          {...limitsOf(retentionOverride, "dataRetentionDays")}
          placeholder="no limit"
          value={override[key]}
          readOnly={!mayUpdate}
          aria-invalid={isWrong || undefined}
          onChange={(event) => onChange({ [key]: event.target.value })}
          fieldClassName="w-32"
        />
      ))}
      {mayUpdate ? (
        <IconButton label={`Remove ${override.documentType || "this row"}`} onClick={onRemove}>
          <X />
        </IconButton>
      ) : null}
    </div>
  );
}
