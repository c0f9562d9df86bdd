import type { Change } from "./connection-draft";

/** Says what a form changes: before and after. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return null;
  return (
    <section aria-label="Changes" className="rounded-md border bg-surface-2 p-2.5">
      <h3 className="mb-1 font-medium">Changes</h3>
      <ul className="grid gap-0.5">
        {changes.map(({ label, before, after }) => (
          <li key={label} className="wrap-anywhere">
            {label}: <del className="text-ink-muted">{before}</del> →{" "}
            <ins className="no-underline">{after}</ins>
          </li>
        ))}
      </ul>
    </section>
  );
}
