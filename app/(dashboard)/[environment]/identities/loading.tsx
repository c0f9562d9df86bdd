import { TopBar } from "@/components/shell/top-bar";
import { SkeletonRows } from "@/components/ui/skeleton";

export default function IdentitiesLoading() {
  return (
    <>
      <TopBar title="Identities" />
      <SkeletonRows rows={12} label="Loading identities" />
    </>
  );
}
