"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { routingRule } from "@/lib/settings/schema";
import { listOf, type RoutingRule } from "./rule-words";

type RuleDialogProps = {
  /** Undefined for a new rule. */
  rule?: RoutingRule;
  /** The names of the other rules. */
  taken: readonly string[];
  onClose: () => void;
  onKeep: (rule: RoutingRule) => void;
};

const lists = ["signals", "documentTypes", "countries", "tags"] as const;
const texts = ["name", "queue", "minRiskScore", ...lists] as const;
type Text = (typeof texts)[number];

const labels: Record<Text, string> = {
  name: "Name",
  queue: "Queue",
  minRiskScore: "Minimum risk score",
  signals: "Signals, any of",
  documentTypes: "Documents, any of",
  countries: "Countries, any of",
  tags: "Tags, any of",
};
const hints: Partial<Record<Text, string>> = {
  queue: "Lower-case letters, digits, - and _. A new name creates a queue.",
  signals: "Signal codes separated by commas, such as duplicate_face, vpn_detected",
  documentTypes: "Document codes separated by commas, such as passport, drivers_license",
  countries: "Country codes separated by commas, such as DE, FR",
  tags: "Separate tags with commas",
};
const priorities = [
  { value: "", label: "Normal" },
  { value: "low", label: "Low" },
  { value: "high", label: "High" },
  { value: "urgent", label: "Urgent" },
];

type Draft = Record<Text, string> & { priority: string };

const draftOf = (rule: RoutingRule | undefined): Draft => ({
  name: rule?.name ?? "",
  queue: rule?.queue ?? "",
  minRiskScore: rule?.minRiskScore === undefined ? "" : String(rule.minRiskScore),
  signals: rule?.signals?.join(", ") ?? "",
  documentTypes: rule?.documentTypes?.join(", ") ?? "",
  countries: rule?.countries?.join(", ") ?? "",
  tags: rule?.tags?.join(", ") ?? "",
  priority: rule?.priority ?? "",
});

/** Splits a list into values; undefined for an empty one, so that the rule lacks the condition. */
function valuesOf(text: string): string[] | undefined {
  const values = listOf(text);
  return values.length > 0 ? values : undefined;
}

const ruleOf = ({ minRiskScore, countries, ...draft }: Draft) => ({
  ...draft,
  minRiskScore: minRiskScore.trim() === "" ? undefined : Number(minRiskScore),
  signals: valuesOf(draft.signals),
  documentTypes: valuesOf(draft.documentTypes),
  countries: valuesOf(countries.toUpperCase()),
  tags: valuesOf(draft.tags),
});

const cannotShare = "Another rule has this name. Choose a different name.";

/** Edits one rule. All conditions that are filled in must be met. */
export default function RuleDialog({ rule, taken, onClose, onKeep }: RuleDialogProps) {
  const form = useActionForm({
    schema: routingRule.refine(({ name }) => !taken.includes(name), { path: ["name"], message: cannotShare }),
    values: draftOf(rule),
    toInput: ruleOf,
    send: (kept) => void onKeep(kept),
  });
  const text = (name: Text) => (
    <TextField
      key={name}
      label={labels[name]}
      hint={hints[name]}
      {...form.field(name)}
      inputMode={name === "minRiskScore" ? "numeric" : undefined}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={name === "name" ? "" : undefined}
    />
  );
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title={rule ? "Change rule" : "Add rule"}
      description="A rule matches a case when every condition you fill in is true. Rules are saved when you save the page."
      submit={rule ? "Change" : "Add"}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {text("name")}
        {text("queue")}
        {text("minRiskScore")}
        <Select label="Priority" {...form.field("priority")} options={priorities} />
        {lists.map((name) => text(name))}
      </div>
    </FormDialog>
  );
}
