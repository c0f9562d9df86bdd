import { FileQuestion } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<FileQuestion />}
        title="Page not found"
        detail="The address may be wrong, or the page belongs to the other environment."
        action={<ButtonLink href="/">Go to overview</ButtonLink>}
      />
    </main>
  );
}
