"use client";

import { useEnvironment } from "@/components/shell/environment";
import { TopBar } from "@/components/shell/top-bar";
import { Skeleton } from "@/components/ui/skeleton";

/** Stands for a settings page while it loads: two cards. */
export function SettingsLoading({ title }: { title: string }) {
  const environment = useEnvironment();
  return (
    <>
      <TopBar title={title} trail={[{ label: "Settings", href: `/${environment}/settings` }]} />
      <div role="status" className="grid gap-4 p-4 lg:grid-cols-2">
        <span className="sr-only">Loading settings</span>
        <Skeleton className="h-160 rounded-lg" />
        <Skeleton className="h-160 rounded-lg" />
      </div>
    </>
  );
}
