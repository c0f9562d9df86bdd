import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function ScreeningLoading() {
  return (
    <>
      <TopBar title="Screening" />
      <SkeletonRows rows={12} label="Loading hits" />
    </>
  );
}
