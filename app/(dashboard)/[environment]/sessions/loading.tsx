import { FilterBarSkeleton, SessionsSkeleton } from "@/components/sessions/sessions-skeleton";
import { TopBar } from "@/components/shell/top-bar";

export default function SessionsLoading() {
  return (
    <>
      <TopBar title="Sessions" />
      <FilterBarSkeleton />
      <SessionsSkeleton />
    </>
  );
}
