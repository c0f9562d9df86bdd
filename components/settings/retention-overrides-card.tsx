import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { TextField } from "@/components/ui/text-field";
import type { documentTypes } from "@/lib/contract/vocabulary";
import { allProblem, daysProblem, type OverrideDraft, overridesProblem } from "./use-retention";

/** The contract's document types, to choose from; sources have others. */
const common: readonly (typeof documentTypes)[number][] = [
  "passport",
  "drivers_license",
  "national_id",
  "residence_permit",
];

type RetentionOverridesCardProps = {
  overrides: readonly OverrideDraft[];
  mayUpdate: boolean;
  onChange: (overrides: readonly OverrideDraft[]) => void;
};

/** Windows of their own for single document types. */
export function RetentionOverridesCard({ overrides, mayUpdate, onChange }: RetentionOverridesCardProps) {
  const edit = (at: number, part: Partial<OverrideDraft>) =>
    onChange(overrides.map((each, index) => (index === at ? { ...each, ...part } : each)));
  const problem = overridesProblem(overrides);
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
            disabled={overrides.length >= 50}
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
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while its type is typed
            <div key={at} className="flex items-end gap-2">
              <TextField
                label="Document type"
                list="retention-document-types"
                maxLength={64}
                value={override.documentType}
                readOnly={!mayUpdate}
                onChange={(event) => edit(at, { documentType: event.target.value })}
                fieldClassName="min-w-0 flex-1"
              />
              {(["sensitive", "all"] as const).map((key) => (
                <TextField
                  key={key}
                  label={key === "sensitive" ? "Sensitive data, days" : "All other data, days"}
                  type="number"
                  min={1}
                  placeholder="no limit"
                  value={override[key]}
                  readOnly={!mayUpdate}
                  aria-invalid={Boolean(
                    key === "all" ? allProblem(override) : daysProblem(override.sensitive),
                  )}
                  onChange={(event) => edit(at, { [key]: event.target.value })}
                  fieldClassName="w-32"
                />
              ))}
              {mayUpdate ? (
                <IconButton
                  label={`Remove ${override.documentType || "this row"}`}
                  onClick={() => onChange(overrides.filter((_, index) => index !== at))}
                >
                  <X />
                </IconButton>
              ) : null}
            </div>
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
