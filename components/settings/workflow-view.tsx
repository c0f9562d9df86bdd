"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { thousands } from "@/lib/format/number";
import { workflowQueries } from "@/lib/workflow/client";
import type { WorkflowPreviewDto, WorkflowRule } from "@/lib/workflow/schema";
import { RuleItem } from "./rule-item";
import { SaveBar } from "./save-bar";
import { useRuleOrder } from "./use-rule-order";
import { useWorkflow } from "./use-workflow";
import { routeWords, workflowConditions } from "./workflow-words";

const WorkflowRuleDialog = dynamic(() => import("./workflow-rule-dialog").catch(missingDialog), {
  ssr: false,
});

type RulesCardProps = {
  rules: readonly WorkflowRule[];
  mayUpdate: boolean;
  preview: WorkflowPreviewDto | undefined;
  onChange: (rules: readonly WorkflowRule[]) => void;
};

/** Lists the rules in the order in which they are tried. The first matching rule decides. */
function RulesCard({ rules, mayUpdate, preview, onChange }: RulesCardProps) {
  const [edited, setEdited] = useState<number | "new" | null>(null);
  const { list, move, remove } = useRuleOrder(rules, onChange);
  const keep = (rule: WorkflowRule) => {
    onChange(edited === "new" ? [...rules, rule] : rules.map((each, at) => (at === edited ? rule : each)));
    setEdited(null);
  };
  const countOf = (name: string) => {
    const count = preview?.rules.find((rule) => rule.name === name)?.count;
    return count === undefined ? undefined : `${thousands(count)} of the newest sessions`;
  };
  return (
    <Card
      title="Rules"
      flush
      aside={
        mayUpdate ? (
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setEdited("new")}>
            Add rule
          </Button>
        ) : null
      }
    >
      <p className="border-b px-3 py-2 text-ink-muted">
        After its checks, a session takes the outcome of the first rule that matches, otherwise it goes to
        review. A session is never approved while a check that was asked for has not passed: it goes to
        review.
      </p>
      {rules.length === 0 ? <p className="px-3 py-3">No rules. Every session goes to review.</p> : null}
      <ol ref={list}>
        {rules.map((rule, at) => (
          <RuleItem
            key={rule.name}
            name={rule.name}
            words={`${workflowConditions(rule)} → ${routeWords[rule.route]}`}
            count={countOf(rule.name)}
            at={at}
            isLast={at === rules.length - 1}
            on={mayUpdate ? { move, remove, change: setEdited } : null}
          />
        ))}
      </ol>
      {edited === null ? null : (
        <WorkflowRuleDialog
          rule={edited === "new" ? undefined : rules[edited]}
          taken={rules.filter((_, at) => at !== edited).map(({ name }) => name)}
          onClose={() => setEdited(null)}
          onKeep={keep}
        />
      )}
    </Card>
  );
}

/** Shows where the newest sessions would have gone. */
function PreviewCard({ preview }: { preview: WorkflowPreviewDto | undefined }) {
  return (
    <Card title="Preview" aside={preview ? `${thousands(preview.sessions)} sessions` : "…"} flush>
      {preview && preview.sessions > 0 ? (
        <Table
          caption="The newest sessions by outcome, with the saved rules and with these"
          columns={[
            { key: "route", header: "Outcome" },
            { key: "now", header: "Saved rules", align: "right" },
            { key: "would", header: "With these rules", align: "right" },
          ]}
          rows={preview.routes.map(({ route, count, now }) => ({
            id: route,
            cells: { route: routeWords[route], now: thousands(now), would: thousands(count) },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">
          {preview
            ? "No session was evaluated here yet, so there is nothing to preview the rules with."
            : "Counting…"}
        </p>
      )}
      {preview && preview.held > 0 ? (
        <p className="border-t px-3 py-2 text-sm text-ink-muted">
          {thousands(preview.held)} sessions match a rule that approves and go to review, because a check has
          not passed.
        </p>
      ) : null}
    </Card>
  );
}

/** Lists every version, newest first. */
function HistoryCard() {
  const environment = useEnvironment();
  const { data } = useQuery(workflowQueries.versions(environment));
  return (
    <Card title="Versions" flush>
      {data ? (
        <Table
          caption="Versions of the rules"
          columns={[
            { key: "version", header: "Version", align: "right" },
            { key: "rules", header: "Rules" },
            { key: "by", header: "Saved by" },
            { key: "at", header: "Saved" },
          ]}
          rows={data.data.map(({ version, rules, savedBy, savedAt }) => ({
            id: String(version),
            cells: {
              version: String(version),
              rules: rules.map(({ name }) => name).join(", ") || "none",
              by: savedBy ?? "the program",
              at: savedAt ? <RelativeTime at={savedAt} /> : "",
            },
          }))}
        />
      ) : (
        <p className="p-3 text-ink-muted">Loading versions…</p>
      )}
    </Card>
  );
}

export function WorkflowView({ mayUpdate }: { mayUpdate: boolean }) {
  const environment = useEnvironment();
  const workflow = useWorkflow();
  const { rules } = workflow.draft;
  const preview = useQuery({
    ...workflowQueries.preview(environment, rules),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="grid flex-1 content-start gap-4 p-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <RulesCard
            rules={rules}
            mayUpdate={mayUpdate}
            preview={preview.data}
            onChange={(changed) => workflow.edit({ rules: changed })}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <PreviewCard preview={preview.data} />
          <HistoryCard />
        </div>
      </div>
      <SaveBar access={workflow} mayUpdate={mayUpdate} />
    </>
  );
}
