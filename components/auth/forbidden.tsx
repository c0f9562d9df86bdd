import { Lock } from "lucide-react";
import { TopBar } from "@/components/shell/top-bar";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Replaces a page that the viewer's role may not open. */
export function Forbidden({ title, environment }: { title: string; environment: string }) {
  return (
    <>
      <TopBar title={title} />
      <EmptyState
        icon={<Lock />}
        title="You don't have access to this page"
        detail="Ask an administrator if you need access."
        action={<ButtonLink href={`/${environment}/overview`}>Go to overview</ButtonLink>}
      />
    </>
  );
}
