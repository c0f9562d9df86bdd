import { type Marks, type Remark, textDigest } from "@/lib/remarks/policy";
import type { RemarkDto } from "@/lib/remarks/schema";

/**
 * Returns a remark with its marks. If the text has changed since it was marked, the marked passages are not shown,
 * because the answer omits the whole text.
 */
export function toRemarkDto(sessionId: string, remark: Remark, marks: Marks): RemarkDto {
  const mark = marks.get(remark.remark);
  const isCurrent = mark && (mark.text === textDigest(remark.text) || mark.whole || mark.isSuspicion);
  return {
    sessionId,
    ...remark,
    whole: mark?.whole ?? null,
    passages: (isCurrent && mark.passages) || [],
    isSuspicion: mark?.isSuspicion ?? false,
  };
}
