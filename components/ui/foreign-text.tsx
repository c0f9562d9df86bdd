import { visiblePieces } from "@/lib/format/visible";
import { cx } from "./cx";

type ForeignTextProps = { children: string; className?: string };

/**
 * A text that somebody outside wrote, such as a name: kept apart from the direction of the text around it, and with
 * the signs spelled out that would be followed without being seen (UTR #36, section 2.6).
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
