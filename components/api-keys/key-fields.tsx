import type { useActionForm } from "@/components/shell/use-action-form";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import type { apiKeyChanges, apiKeyInput } from "@/lib/api-keys/schema";
import type { KeyDraft } from "./key-draft";
import { ScopeBoxes } from "./scope-boxes";

type KeyForm = Pick<
  ReturnType<typeof useActionForm<KeyDraft, typeof apiKeyChanges | typeof apiKeyInput>>,
  "field"
>;

const spellings = [
  { value: "snake", label: "snake_case" },
  { value: "camel", label: "camelCase" },
  { value: "kebab", label: "kebab-case" },
];

function Scopes({ form }: { form: KeyForm }) {
  const { error, ...scopes } = form.field("scopes", "Choose at least one scope.");
  return <ScopeBoxes input={scopes} error={error} />;
}

/** The inputs of a key: of a secret one its scopes, of a publishable one its web pages. */
export function KeyFields({ form, type }: { form: KeyForm; type: KeyDraft["type"] }) {
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Label"
          {...form.field("label")}
          hint="The program that uses the key, such as Billing."
          data-autofocus=""
        />
        <TextField
          label="Expires at (UTC)"
          type="datetime-local"
          {...form.field("expiresAt")}
          hint="Leave empty for a key that does not expire."
        />
      </div>
      {type === "secret" ? (
        <Scopes form={form} />
      ) : (
        <TextArea
          label="Allowed web pages"
          {...form.field("allowedOrigins")}
          hint="Origins such as https://shop.example, one on each line. Leave empty to allow every page."
          className="font-mono text-sm"
          spellCheck={false}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <TextArea
          label="Allowed addresses"
          {...form.field("allowedIps")}
          hint="IP addresses or CIDR blocks, one on each line. Leave empty to allow every address."
          className="font-mono text-sm"
          spellCheck={false}
        />
        <TextArea label="Note" {...form.field("note")} hint="For the admins, such as who is responsible." />
      </div>
      <Select
        label="Spelling of field names in answers"
        {...form.field("defaultKeyInflection")}
        hint="For calls without the header Key-Inflection."
        options={spellings}
        fieldClassName="sm:w-1/2"
      />
    </>
  );
}
