import { FileQuestion } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<FileQuestion />}
        title="There is nothing at this address"
        detail="It may have been mistyped, or it belongs to the other environment."
        action={<ButtonLink href="/">Go to the overview</ButtonLink>}
      />
    </main>
  );
}
