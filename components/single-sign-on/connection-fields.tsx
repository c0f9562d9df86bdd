import { Plus, X } from "lucide-react";
import { type Control, useFieldArray } from "react-hook-form";
import type { useActionForm } from "@/components/shell/use-action-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { roles } from "@/lib/actor/permissions";
import { sentence } from "@/lib/format/words";
import type { connectionChanges, connectionInput } from "@/lib/single-sign-on/schema";
import type { ConnectionDraft } from "./connection-draft";

export type ConnectionForm = Pick<
  ReturnType<typeof useActionForm<ConnectionDraft, typeof connectionChanges | typeof connectionInput>>,
  "field" | "watch" | "control" | "problemAt"
>;

const options = roles.map((role) => ({ value: role, label: sentence(role) }));

/** The lines that give roles to groups. */
function Mappings({ form }: { form: ConnectionForm }) {
  const control = form.control as Control<ConnectionDraft>;
  const { fields, append, remove } = useFieldArray({ control, name: "mappings" });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium">Roles from groups</legend>
      <p className="text-sm text-ink-muted">
        With at least one line, the roles of a member are set anew at each sign-in. The only admin stays an
        admin.
      </p>
      {fields.map((line, at) => (
        <div key={line.id} className="flex items-end gap-2">
          <TextField
            label={`Group ${at + 1}`}
            {...form.field(`mappings.${at}.group`)}
            fieldClassName="flex-1"
            spellCheck={false}
          />
          <Select
            label={`Role of group ${at + 1}`}
            {...form.field(`mappings.${at}.role`)}
            options={options}
          />
          <IconButton label={`Remove group ${at + 1}`} onClick={() => remove(at)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" icon={<Plus aria-hidden />} onClick={() => append({ group: "", role: "reviewer" })}>
          Add group
        </Button>
      </div>
    </fieldset>
  );
}

function DefaultRoles({ form }: { form: ConnectionForm }) {
  const { name, onChange, onBlur, ref } = form.field("defaultRoles");
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Roles without a matching group</legend>
      <p className="text-sm text-ink-muted">None: a person whose groups give no role is refused.</p>
      <div className="flex flex-wrap gap-x-4">
        {roles.map((role) => (
          <Checkbox key={role} {...{ name, onChange, onBlur, ref }} value={role} label={sentence(role)} />
        ))}
      </div>
    </fieldset>
  );
}

/** Who gets in by a connection, and with which roles. */
export function AccessFields({
  form,
  groupsLabel = "Claim with the groups",
}: {
  form: ConnectionForm;
  groupsLabel?: string;
}) {
  const { error: _, ...creates } = form.field("createsMembers");
  const { error: __, ...asks } = form.field("asksSecondFactor");
  return (
    <>
      <Switch
        {...creates}
        label="Create members at the first sign-in"
        hint="Only people whose e-mail address is in a verified domain, and whose groups give a role."
      />
      <Switch
        {...asks}
        label="The provider asks for a second factor"
        hint="Roles that require a second factor are then satisfied. If it is off, members with such a role cannot sign in by this connection."
      />
      <TextField
        label={groupsLabel}
        {...form.field("groupsClaim")}
        className="font-mono"
        spellCheck={false}
      />
      <Mappings form={form} />
      <DefaultRoles form={form} />
    </>
  );
}

/** What the provider is, and who we are there. */
export function ProviderFields({ form, children }: { form: ConnectionForm; children?: React.ReactNode }) {
  return (
    <>
      <TextField
        label="Name"
        {...form.field("name", "Enter a name.")}
        hint="How your admins call the identity provider, such as Entra ID."
        data-autofocus=""
      />
      <TextField
        label="Issuer"
        type="url"
        {...form.field("issuer", "Enter the issuer.")}
        hint="The URL with which the provider names itself. It begins with https://."
        className="font-mono"
        spellCheck={false}
      />
      {children}
      <TextField
        label="Client ID"
        {...form.field("clientId", "Enter the client ID.")}
        className="font-mono"
        spellCheck={false}
      />
    </>
  );
}
