import type { useActionForm } from "@/components/shell/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type endpointChanges, type endpointInput, subscribable } from "@/lib/webhooks/schema";
import type { EndpointDraft } from "./endpoint-draft";

type EndpointForm = Pick<
  ReturnType<typeof useActionForm<EndpointDraft, typeof endpointChanges | typeof endpointInput>>,
  "field" | "watch"
>;

const spellings = [
  { value: "snake", label: "snake_case" },
  { value: "camel", label: "camelCase" },
  { value: "kebab", label: "kebab-case" },
];

/** The inputs of an endpoint. */
export function EndpointFields({ form }: { form: EndpointForm }) {
  const { error, name, onChange, onBlur, ref } = form.field("enabledEvents");
  const isEvery = form.watch("enabledEvents").includes("*");
  const box = { name, onChange, onBlur, ref };
  return (
    <>
      <TextField
        label="URL"
        type="url"
        {...form.field("url", "Enter the URL that receives the events.")}
        hint="It begins with https:// and leads to a public address."
        className="font-mono"
        spellCheck={false}
        data-autofocus=""
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="Label" {...form.field("label")} hint="The receiving program, such as CRM." />
        <Select label="Spelling of keys" {...form.field("keyInflection")} options={spellings} />
      </div>
      <TextField label="Description" {...form.field("description")} />
      <fieldset aria-describedby={error ? "events-error" : undefined} className="grid gap-1">
        <legend className="mb-1 font-medium">Events</legend>
        <Checkbox {...box} value="*" label="Every event" hint="Also those that later versions add." />
        <div className="mt-1 grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {Object.entries(subscribable).map(([event, about]) => (
            <Checkbox
              key={event}
              {...box}
              value={event}
              disabled={isEvery}
              label={<code className="font-mono text-sm">{event}</code>}
              hint={about}
            />
          ))}
        </div>
        {error ? (
          <p id="events-error" role="alert" className="text-sm text-bad">
            {error}
          </p>
        ) : null}
      </fieldset>
    </>
  );
}
