"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { routes, type WorkflowRule, workflowRule } from "@/lib/workflow/schema";
import { listOf } from "./rule-words";
import { routeWords } from "./workflow-words";

type WorkflowRuleDialogProps = {
  /** Undefined for a new rule. */
  rule?: WorkflowRule;
  /** The names of the other rules. */
  taken: readonly string[];
  onClose: () => void;
  onKeep: (rule: WorkflowRule) => void;
};

const lists = ["failedChecks", "skippedChecks", "signals", "countries", "documentTypes"] as const;
const scores = ["minRiskScore", "maxRiskScore"] as const;
const texts = ["name", ...scores, ...lists] as const;
type Text = (typeof texts)[number];

const labels: Record<Text, string> = {
  name: "Name",
  minRiskScore: "Minimum risk score",
  maxRiskScore: "Maximum risk score",
  failedChecks: "Failed checks, any of",
  skippedChecks: "Skipped checks, any of",
  signals: "Signals, any of",
  countries: "Countries, any of",
  documentTypes: "Documents, any of",
};
const hints: Partial<Record<Text, string>> = {
  failedChecks:
    "Check codes separated by commas, such as document_expiration. A check with an error counts too.",
  skippedChecks: "Check codes separated by commas, such as face_match",
  signals: "Signal codes separated by commas, such as duplicate_email",
  countries: "Country codes separated by commas, such as DE, FR",
  documentTypes: "Document codes separated by commas, such as passport",
};

type Draft = Record<Text, string> & { route: string };

const draftOf = (rule: WorkflowRule | undefined): Draft => ({
  name: rule?.name ?? "",
  route: rule?.route ?? "review",
  minRiskScore: rule?.minRiskScore === undefined ? "" : String(rule.minRiskScore),
  maxRiskScore: rule?.maxRiskScore === undefined ? "" : String(rule.maxRiskScore),
  failedChecks: rule?.failedChecks?.join(", ") ?? "",
  skippedChecks: rule?.skippedChecks?.join(", ") ?? "",
  signals: rule?.signals?.join(", ") ?? "",
  countries: rule?.countries?.join(", ") ?? "",
  documentTypes: rule?.documentTypes?.join(", ") ?? "",
});

/** Leaves out what is empty, so that the rule lacks the condition. */
const valuesOf = (text: string) => (listOf(text).length > 0 ? listOf(text) : undefined);
const scoreOf = (text: string) => (text.trim() === "" ? undefined : Number(text));

const ruleOf = (draft: Draft) => ({
  name: draft.name,
  route: draft.route,
  minRiskScore: scoreOf(draft.minRiskScore),
  maxRiskScore: scoreOf(draft.maxRiskScore),
  failedChecks: valuesOf(draft.failedChecks),
  skippedChecks: valuesOf(draft.skippedChecks),
  signals: valuesOf(draft.signals),
  countries: valuesOf(draft.countries.toUpperCase()),
  documentTypes: valuesOf(draft.documentTypes),
});

const cannotShare = "Another rule has this name. Choose a different name.";
const isInverted = "Enter a value that is not less than the minimum.";

/** Edits one rule. All conditions that are filled in must be met. */
export default function WorkflowRuleDialog({ rule, taken, onClose, onKeep }: WorkflowRuleDialogProps) {
  const form = useActionForm({
    schema: workflowRule
      .refine(({ name }) => !taken.includes(name), { path: ["name"], message: cannotShare })
      .refine(({ minRiskScore = 0, maxRiskScore = 100 }) => minRiskScore <= maxRiskScore, {
        path: ["maxRiskScore"],
        message: isInverted,
      }),
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
      inputMode={scores.some((each) => each === name) ? "numeric" : undefined}
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
      description="A rule matches a session when every condition you fill in is true. Rules are saved when you save the page."
      submit={rule ? "Change" : "Add"}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {text("name")}
        <Select
          label="Outcome"
          {...form.field("route")}
          options={routes.map((value) => ({ value, label: routeWords[value] }))}
        />
        {scores.map((name) => text(name))}
        {lists.map((name) => text(name))}
      </div>
    </FormDialog>
  );
}
