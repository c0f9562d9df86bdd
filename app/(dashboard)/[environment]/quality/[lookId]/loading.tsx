import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function LookLoading() {
  return (
    <>
      <TopBar title="Second look" />
      <SkeletonRows rows={12} label="Loading the second look" />
    </>
  );
}
