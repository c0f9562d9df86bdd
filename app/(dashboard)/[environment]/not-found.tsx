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
        title="Page not found"
        detail="The address may be wrong, or the page belongs to the other environment. Switch the environment at the top right."
        action={<ButtonLink href="/">Go to overview</ButtonLink>}
      />
    </>
  );
}
