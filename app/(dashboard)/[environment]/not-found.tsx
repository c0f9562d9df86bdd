import { FileQuestion } from "lucide-react";
import { TopBar } from "@/components/shell/top-bar";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function DeskNotFound() {
  return (
    <>
      <TopBar title="Not found" />
      <EmptyState
        icon={<FileQuestion />}
        title="There is nothing at this address"
        detail="It may have been mistyped, or it belongs to the other environment: switch at the top right."
        action={<ButtonLink href="/">Go to the overview</ButtonLink>}
      />
    </>
  );
}
