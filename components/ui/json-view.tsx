import { stringifyExact } from "@/lib/format/exact-json";
import { cx } from "./cx";
import { ForeignText } from "./foreign-text";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

type Piece = { at: number; text: string; className?: string };

function colour([, quoted, colon, word]: RegExpMatchArray): string {
  if (quoted) return colon ? "text-accent" : "text-good";
  return word ? "text-violet" : "text-orange";
}

function pieces(json: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const text = match[1] ?? match[0];
    if (match.index > end) found.push({ at: end, text: json.slice(end, match.index) });
    found.push({ at: match.index, text, className: colour(match) });
    end = match.index + text.length;
  }
  if (end < json.length) found.push({ at: end, text: json.slice(end) });
  return found;
}

/** JSON with syntax colours; it wraps, scrolls, and is reachable with the keyboard. */
export function JsonView({ value, label, className }: { value: unknown; label: string; className?: string }) {
  const json = stringifyExact(value, 2);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      data-scroll
      className={cx("max-h-96 overflow-auto rounded-md border bg-surface-2", className)}
    >
      <pre className="p-3 font-mono text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap">
        {pieces(json).map((piece) => (
          <ForeignText key={piece.at} className={piece.className}>
            {piece.text}
          </ForeignText>
        ))}
      </pre>
    </section>
  );
}
