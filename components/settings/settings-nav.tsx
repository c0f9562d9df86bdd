import { TabsNav } from "@/components/ui/tabs-nav";

const labels = {
  organization: "Organization",
  members: "Members",
  security: "Security",
  "data-access": "Data access",
  documents: "Documents",
  workflow: "Workflow",
  review: "Review",
  retention: "Retention",
  requests: "Requests",
  letters: "Letters",
  blocklist: "Lists",
  watchlists: "Watchlists",
  "single-sign-on": "Single sign-on",
  "api-keys": "API keys",
  webhooks: "Webhooks",
  sources: "Sources",
} as const;
export type SettingsPage = keyof typeof labels;

type SettingsNavProps = { environment: string; current: SettingsPage; pages: readonly SettingsPage[] };

/** Lists the settings pages that the role may open. */
export function SettingsNav({ environment, current, pages }: SettingsNavProps) {
  return (
    <div className="flex min-h-11 shrink-0 items-center border-b px-3 py-1.5">
      <TabsNav
        label="Settings"
        current={current}
        items={pages.map((key) => ({ key, href: `/${environment}/settings/${key}`, label: labels[key] }))}
      />
    </div>
  );
}
