import { visiblePieces } from "@/lib/format/visible";
import { cx } from "./cx";

type ForeignTextProps = { children: string; className?: string };

/**
 * Shows text from outside, such as a name. It is isolated from the direction of the text around it, and invisible
 * characters that change what is read are spelled out (UTR #36, section 2.6).
 */
export function ForeignText({ children, className }: ForeignTextProps) {
  return (
    <bdi className={cx("wrap-anywhere", className)}>
      {visiblePieces(children).map((piece) =>
        piece.control === undefined ? (
          piece.text
        ) : (
          <span
            key={piece.from}
            title={piece.control}
            className="rounded-sm bg-warn-soft px-0.5 font-mono text-sm text-warn"
          >
            {piece.text}
          </span>
        ),
      )}
    </bdi>
  );
}
