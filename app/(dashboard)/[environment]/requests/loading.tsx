import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function RequestsLoading() {
  return (
    <>
      <TopBar title="Requests">of data subjects</TopBar>
      <SkeletonRows rows={12} label="Loading requests" />
    </>
  );
}
