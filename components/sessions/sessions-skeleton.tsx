import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** As high as the table: a header and its rows. */
export function SessionsSkeleton() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden">
      <div className="h-8.5 border-b bg-surface-2" />
      <SkeletonRows rows={20} label="Loading sessions" />
    </div>
  );
}

export function FilterBarSkeleton() {
  return (
    <div className="flex min-h-12 shrink-0 items-center gap-2 border-b px-4">
      <Skeleton className="h-7.5 w-75" />
      {["w-20", "w-20", "w-16", "w-26", "w-22", "w-20"].map((width, index) => (
        <Skeleton key={`${width}-${String(index)}`} className={`h-6.5 ${width}`} />
      ))}
    </div>
  );
}
