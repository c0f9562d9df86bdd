import { ForeignText } from "@/components/ui/foreign-text";
import type { PreviewDto } from "@/lib/delivery/schema";
import { counted } from "@/lib/format/number";

/** Shows the letter, every file with its size, and what is left out. */
export function Preview({ preview: { letter, files, withheld, unreadable } }: { preview: PreviewDto }) {
  return (
    <>
      <Lines title="Withheld" lines={withheld} none="Nothing is withheld." />
      <Lines title="Unreadable" lines={unreadable} none="All data could be read." />
      <section aria-label="Letter">
        <h3 className="font-semibold">Letter</h3>
        <article className="mt-1 rounded-md border bg-surface-2 p-3 text-ui">
          <h4 className="font-semibold">{letter.title}</h4>
          {letter.intro.map((text) => (
            <p key={text} className="mt-1">
              <ForeignText>{text}</ForeignText>
            </p>
          ))}
          {letter.sections.map((section) => (
            <Section key={section.title} section={section} />
          ))}
        </article>
      </section>
      <section aria-label="Files">
        <h3 className="font-semibold">{counted(files.length, "file")}, and the proof files</h3>
        <table className="mt-1 w-full text-left text-ui">
          <caption className="sr-only">Files of the package</caption>
          <thead className="border-b text-sm text-ink-muted">
            <tr>
              <th className="py-1 pr-3 font-medium">File</th>
              <th className="py-1 text-right font-medium">Size</th>
            </tr>
          </thead>
          <tbody>
            {files.map(({ path, bytes }) => (
              <tr key={path} className="border-b last:border-b-0">
                <td className="py-1 pr-3 font-mono text-sm break-all">{path}</td>
                <td className="py-1 text-right whitespace-nowrap tabular-nums">
                  {bytes === null ? "created when built" : `${Math.max(1, Math.round(bytes / 1024))} KB`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Section({
  section: { title, paragraphs, pairs },
}: {
  section: PreviewDto["letter"]["sections"][number];
}) {
  return (
    <div className="mt-3">
      <h5 className="font-medium">{title}</h5>
      {paragraphs.map((text) => (
        <p key={text}>
          <ForeignText>{text}</ForeignText>
        </p>
      ))}
      {pairs.length > 0 ? (
        <dl className="mt-1 flex flex-col gap-1">
          {pairs.map(({ name, value }) => (
            <div key={`${name} ${value}`}>
              <dt className="font-mono text-sm text-ink-muted break-all">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}

function Lines({ title, lines, none }: { title: string; lines: readonly string[]; none: string }) {
  return (
    <section aria-label={title}>
      <h3 className="font-semibold">{title}</h3>
      {lines.length === 0 ? (
        <p className="text-ink-muted">{none}</p>
      ) : (
        <ul className="list-disc pl-5">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
