"use client";

import { useEnvironment } from "@/components/shell/environment";
import { TabsNav } from "@/components/ui/tabs-nav";
import { Toolbar } from "@/components/ui/toolbar";

type QualityTabsProps = { current: "looks" | "involvement"; mayReadLooks: boolean };

/** Tabs of the quality area. Without second looks there is one page, and no tabs. */
export function QualityTabs({ current, mayReadLooks }: QualityTabsProps) {
  const path = `/${useEnvironment()}/quality`;
  if (!mayReadLooks) return null;
  return (
    <Toolbar>
      <TabsNav
        label="Quality"
        current={current}
        items={[
          { key: "looks", href: path, label: "Second looks" },
          { key: "involvement", href: `${path}/involvement`, label: "Human involvement" },
        ]}
      />
    </Toolbar>
  );
}
