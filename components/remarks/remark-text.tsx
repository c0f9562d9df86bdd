import { EyeOff } from "lucide-react";
import { ForeignText } from "@/components/ui/foreign-text";
import { Pill } from "@/components/ui/pill";
import type { RemarkDto } from "@/lib/remarks/schema";
import { groundNames, piecesOf } from "./words";

/** Shows a remark to members who work on requests: omitted passages are struck through, with their ground. */
export function RemarkText({ remark }: { remark: RemarkDto }) {
  const { text, whole, passages, isSuspicion } = remark;
  if (whole || isSuspicion)
    return (
      <p className="whitespace-pre-wrap wrap-anywhere">
        <Pill tone={isSuspicion ? "bad" : "warn"} icon={<EyeOff />} className="mr-1.5">
          {whole ? groundNames[whole] : "SAR/STR: omitted without a mark"}
        </Pill>
        <del className="text-ink-muted">
          <ForeignText>{text}</ForeignText>
        </del>
      </p>
    );
  return (
    <p className="whitespace-pre-wrap wrap-anywhere">
      {piecesOf(text, passages).map((piece) =>
        piece.ground ? (
          <span key={piece.from}>
            <del className="bg-warn-soft">
              <ForeignText>{piece.text}</ForeignText>
            </del>
            <span className="text-sm text-warn"> [{groundNames[piece.ground].toLowerCase()}]</span>
          </span>
        ) : (
          <ForeignText key={piece.from}>{piece.text}</ForeignText>
        ),
      )}
    </p>
  );
}
