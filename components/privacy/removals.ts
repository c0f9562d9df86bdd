import { thousands } from "@/lib/format/number";
import type { PrivacyDto } from "@/lib/privacy/schema";

/** What a redaction takes, each with how many there are; what there is none of is left out. */
export function removalLines({ removes }: PrivacyDto["redaction"]): string[] {
  return removes
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => (count > 1 ? `${what} (${thousands(count)})` : what));
}
