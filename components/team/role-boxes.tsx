import type { ComponentProps } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { roles } from "@/lib/actor/permissions";
import { sentence } from "@/lib/format/words";
import { roleHints } from "./role-words";

type RoleBoxesProps = {
  input: Pick<ComponentProps<"input">, "name" | "onChange" | "onBlur" | "ref">;
  error?: string;
};

/** A checkbox for each role. A member can have several. */
export function RoleBoxes({ input, error }: RoleBoxesProps) {
  const { name, onChange, onBlur, ref } = input;
  return (
    <fieldset aria-describedby={error ? "roles-error" : undefined} className="grid gap-1.5">
      <legend className="mb-1 font-medium">Roles</legend>
      {roles.map((role) => (
        <Checkbox
          key={role}
          {...{ name, onChange, onBlur, ref }}
          value={role}
          label={sentence(role)}
          hint={roleHints[role]}
        />
      ))}
      {error ? (
        <p id="roles-error" className="text-sm text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
