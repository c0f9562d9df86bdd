/** Shows side by side what a redaction erases and keeps. */
export function WhatGoes({ goes, stays }: { goes: readonly string[]; stays: readonly string[] }) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Side title="Erased permanently" items={goes} className="text-bad" />
      <Side title="Kept" items={stays} className="text-good" />
    </div>
  );
}

function Side({ title, items, className }: { title: string; items: readonly string[]; className: string }) {
  return (
    <section>
      <h3 className={`text-sm font-semibold ${className}`}>{title}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {items.map((item) => (
          <li key={item} className="text-ui">
            {item}
          </li>
        ))}
      </ul>
    </section>
  );
}
