import { TopBar } from "@/components/shell/top-bar";
import { Skeleton } from "@/components/ui/skeleton";

export default function AccountLoading() {
  return (
    <>
      <TopBar title="My account" />
      <Skeleton className="m-4 h-60" />
    </>
  );
}
