import { TopBar } from "@/components/shell/top-bar";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export default function QueueLoading() {
  return (
    <>
      <TopBar title="Queue" />
      <div className="flex min-h-12 shrink-0 items-center gap-2 border-b px-4">
        {["w-28", "w-16", "w-32", "w-24", "w-20"].map((width) => (
          <Skeleton key={width} className={`h-6.5 ${width}`} />
        ))}
      </div>
      <SkeletonRows rows={20} label="Loading cases" />
    </>
  );
}
