"use client";

import { useEnvironment } from "@/components/shell/environment";
import { TopBar } from "@/components/shell/top-bar";
import { Skeleton } from "@/components/ui/skeleton";

export function SessionSkeleton() {
  const environment = useEnvironment();
  return (
    <>
      <TopBar
        title={<Skeleton className="h-4 w-56" />}
        trail={[{ label: "Sessions", href: `/${environment}/sessions` }]}
      />
      <div role="status" className="flex min-h-0 flex-1 flex-col">
        <span className="sr-only">Loading the session</span>
        <div className="flex min-h-11 items-center gap-5 px-4 pt-2">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-4 w-40" />
        </div>
        <div className="flex h-10 items-center gap-5 border-b px-4">
          {["w-16", "w-20", "w-10", "w-18", "w-16", "w-14"].map((width, position) => (
            <Skeleton key={`${width} ${String(position)}`} className={`h-4 ${width}`} />
          ))}
        </div>
        <div className="grid gap-4 p-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Skeleton className="h-64" />
          <Skeleton className="h-64" />
          <Skeleton className="h-80" />
          <Skeleton className="h-48" />
        </div>
      </div>
    </>
  );
}
