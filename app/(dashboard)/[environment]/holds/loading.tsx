import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function HoldsLoading() {
  return (
    <>
      <TopBar title="Legal holds" />
      <SkeletonRows rows={8} label="Loading legal holds" />
    </>
  );
}
