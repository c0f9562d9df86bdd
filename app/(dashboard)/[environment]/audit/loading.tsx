import { TopBar } from "@/components/shell/top-bar";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export default function AuditLoading() {
  return (
    <>
      <TopBar title="Audit log" />
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-b px-4">
        <Skeleton className="h-5 w-60" />
        <Skeleton className="ml-auto h-7.5 w-75" />
      </div>
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-b px-4">
        <Skeleton className="h-7.5 w-52" />
        <Skeleton className="h-7.5 w-75" />
      </div>
      <SkeletonRows rows={20} label="Loading events" />
    </>
  );
}
