import { thousands } from "@/lib/format/number";
import type { PrivacyDto } from "@/lib/privacy/schema";

/** Lists what a redaction erases, with numbers; zeros are left out. */
export function removalLines({ removes }: PrivacyDto["redaction"]): string[] {
  return removes
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => (count > 1 ? `${what} (${thousands(count)})` : what));
}
