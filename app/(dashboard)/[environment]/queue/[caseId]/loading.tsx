import { DeskSkeleton } from "@/components/cases/desk-skeleton";
import { TopBar } from "@/components/shell/top-bar";

export default function DeskLoading() {
  return (
    <>
      <TopBar title="Case" />
      <DeskSkeleton />
    </>
  );
}
