import { shortId } from "@/components/ui/short-id";
import { words } from "@/lib/format/words";
import type { LinkDto } from "@/lib/links/schema";

const size = 300;
const radius = 108;
const most = 12;

const fills: Record<string, string> = {
  approved: "fill-good",
  rejected: "fill-bad",
  needs_review: "fill-warn",
};

/** A graph with this session in the middle and linked sessions around it. The list has the same in words. */
export default function LinkGraph({ links }: { links: readonly LinkDto[] }) {
  const shown = links.slice(0, most);
  const middle = size / 2;
  return (
    <figure>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={`${shown.length} linked sessions`}
        className="w-full"
      >
        {shown.map((link, at) => {
          const angle = (at / shown.length) * 2 * Math.PI - Math.PI / 2;
          const x = middle + radius * Math.cos(angle);
          const y = middle + radius * Math.sin(angle);
          return (
            <g key={link.sessionId}>
              <title>{`${link.sessionId}: same ${link.kinds.map(words).join(", ")}; ${words(link.resultStatus)}`}</title>
              <line
                x1={middle}
                y1={middle}
                x2={x}
                y2={y}
                strokeWidth={Math.min(4, link.kinds.length)}
                className="stroke-line-strong"
              />
              <circle cx={x} cy={y} r={7} className={fills[link.resultStatus ?? ""] ?? "fill-control"} />
              <text x={x} y={y + 18} textAnchor="middle" className="fill-ink-muted font-mono text-2xs">
                {shortId(link.sessionId, "middle").slice(-6)}
              </text>
            </g>
          );
        })}
        <circle cx={middle} cy={middle} r={10} className="fill-accent" />
      </svg>
      <figcaption className="text-sm text-ink-muted">
        A thicker line means more shared data. Green: approved. Red: rejected. Amber: needs review. Grey:
        undecided.
      </figcaption>
    </figure>
  );
}
