import { announce } from "@/components/ui/announce";
import { toast } from "@/components/ui/toast";
import type { DeskDto } from "@/lib/cases/schema";
import { counted } from "@/lib/format/number";

/** Counts the unresolved screening hits. */
export const openHitsOf = (desk: DeskDto | undefined): number =>
  (desk?.screening ?? [])
    .flatMap(({ hits }) => hits)
    .filter(({ isDismissed, isConfirmed }) => !isDismissed && !isConfirmed).length;

/** Shows the unresolved hits that prevent an approval. */
export function showOpenHits(count: number): void {
  const title = `${counted(count, "screening hit")} to resolve first`;
  const section = document.querySelector("[aria-labelledby=desk-screening]");
  section?.scrollIntoView({ block: "nearest" });
  section?.querySelector("button")?.focus();
  toast({ tone: "info", title, detail: "Press D to resolve the first one." });
  announce(title);
}
