import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function QualityLoading() {
  return (
    <>
      <TopBar title="Quality" />
      <SkeletonRows rows={12} label="Loading second looks" />
    </>
  );
}
