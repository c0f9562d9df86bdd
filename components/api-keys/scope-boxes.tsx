import type { ComponentProps } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { scopeGroups, scopeWords } from "./scope-words";

type ScopeBoxesProps = {
  input: Pick<ComponentProps<"input">, "name" | "onChange" | "onBlur" | "ref">;
  error?: string;
};

/** A checkbox for each scope, in groups. */
export function ScopeBoxes({ input, error }: ScopeBoxesProps) {
  const { name, onChange, onBlur, ref } = input;
  return (
    <div>
      <h3 className="font-medium">What the key may do</h3>
      {error ? (
        <p role="alert" className="mt-1 text-sm text-bad">
          {error}
        </p>
      ) : null}
      <div className="mt-2 grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {scopeGroups.map(({ title, hint, scopes }) => (
          <fieldset key={title} className="grid content-start gap-1">
            <legend className="mb-1 text-sm font-medium text-ink-muted">{title}</legend>
            {hint ? <p className="text-sm text-ink-muted">{hint}</p> : null}
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                {...{ name, onChange, onBlur, ref }}
                value={scope}
                label={scopeWords[scope]}
                hint={<code className="font-mono text-xs">{scope}</code>}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
}
