import { type Marks, type Remark, textDigest } from "@/lib/remarks/policy";
import type { RemarkDto } from "@/lib/remarks/schema";

/** A remark with what has been marked of it. Places in a text that has changed since are not shown: it goes whole. */
export function toRemarkDto(sessionId: string, remark: Remark, marks: Marks): RemarkDto {
  const mark = marks.get(remark.remark);
  const isCurrent = mark && (mark.text === textDigest(remark.text) || mark.whole || mark.isSuspicion);
  return {
    sessionId,
    ...remark,
    whole: (mark?.whole as RemarkDto["whole"]) ?? null,
    passages: ((isCurrent && mark?.passages) || []) as RemarkDto["passages"],
    isSuspicion: mark?.isSuspicion ?? false,
  };
}
