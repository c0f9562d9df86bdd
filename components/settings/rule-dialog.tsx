"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { routingPreviewInput } from "@/lib/settings/schema";
import { listOf, type RoutingRule } from "./rule-words";

type RuleDialogProps = {
  /** Absent for a new one. */
  rule?: RoutingRule;
  /** Names of the other rules. */
  taken: readonly string[];
  open: boolean;
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

function ruleOf(draft: Draft): Record<string, unknown> {
  const given: [string, unknown][] = [
    ["name", draft.name],
    ["queue", draft.queue],
    ["priority", draft.priority || undefined],
    ["minRiskScore", draft.minRiskScore.trim() === "" ? undefined : Number(draft.minRiskScore)],
    ...lists.map((name): [string, unknown] => {
      const values = listOf(name === "countries" ? draft[name].toUpperCase() : draft[name]);
      return [name, values.length > 0 ? values : undefined];
    }),
  ];
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** One rule: every condition that is filled in has to hold. */
export default function RuleDialog({ rule, taken, open, onClose, onKeep }: RuleDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
  const keep = (event?: FormEvent) => {
    event?.preventDefault();
    const parsed = routingPreviewInput.safeParse({ routingRules: [ruleOf(draft)] });
    const found: Record<string, string> = {};
    for (const { path, message } of parsed.error?.issues ?? []) found[String(path[2])] ??= message;
    if (taken.includes(draft.name.trim()))
      found.name = "Another rule has this name. Choose a different name.";
    setProblems(found);
    const [kept] = parsed.data?.routingRules ?? [];
    if (kept && Object.keys(found).length === 0) onKeep(kept);
  };
  const text = (name: Text, isFirst = false) => (
    <TextField
      key={name}
      label={labels[name]}
      hint={hints[name]}
      error={problems[name]}
      required={name === "name" || name === "queue"}
      inputMode={name === "minRiskScore" ? "numeric" : undefined}
      value={draft[name]}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={isFirst ? "" : undefined}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
    />
  );
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="md"
      title={rule ? "Change rule" : "Add rule"}
      description="A rule matches a case when every condition you fill in is true. Rules are saved when you save the page."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => keep()}>
            {rule ? "Change" : "Add"}
          </Button>
        </>
      }
    >
      <form noValidate onSubmit={keep} className="grid gap-3 sm:grid-cols-2">
        {text("name", true)}
        {text("queue")}
        {text("minRiskScore")}
        <Select
          label="Priority"
          value={draft.priority}
          options={priorities}
          onChange={(event) => setDraft({ ...draft, priority: event.target.value })}
        />
        {lists.map((name) => text(name))}
        <button type="submit" hidden>
          {" "}
          {rule ? "Change rule" : "Add rule"}{" "}
        </button>
      </form>
    </Dialog>
  );
}
