import { Card } from "@/components/ui/card";
import type { FieldRow, Operation } from "@/lib/reference/policy";

/** Sets what stands between backquotes as code. */
function About({ text }: { text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text keep their places
      <code key={at} className="font-mono text-sm">
        {part}
      </code>
    ) : (
      part
    ),
  );
}

type FieldsProps = {
  caption: string;
  fields: readonly (FieldRow & { place?: string })[];
  saysRequired?: boolean;
};

function Fields({ caption, fields, saysRequired }: FieldsProps) {
  if (fields.length === 0) return null;
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full text-left">
        <caption className="px-3 pt-3 pb-1 text-left text-sm font-semibold text-ink-muted">{caption}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {fields.map((field, at) => (
            <tr key={`${field.name}-${String(at)}`} className="align-top">
              <th scope="row" className="w-64 py-1.5 pr-2 pl-3 font-normal">
                <span
                  className="font-mono text-sm wrap-anywhere"
                  style={{ paddingLeft: `${field.depth}rem` }}
                >
                  {field.name}
                </span>
                {saysRequired && field.isRequired ? (
                  <span className="ml-1 text-sm text-warn">required</span>
                ) : null}
              </th>
              <td className="w-44 py-1.5 pr-2 text-sm text-ink-muted">
                {field.type}
                {field.place ? `, in the ${field.place === "path" ? "path" : "query"}` : null}
              </td>
              <td className="py-1.5 pr-3 text-sm">
                <About text={field.about} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One call: what it takes, what it answers, and an example for a terminal. */
export function OperationCard({ operation }: { operation: Operation }) {
  const { id, method, path, summary, needsKey, parameters, body, answer, example } = operation;
  return (
    <Card id={id} title={summary} flush className="scroll-mt-4">
      <p className="px-3 pt-3 font-mono text-sm wrap-anywhere">
        {method} {path}
      </p>
      {needsKey ? null : <p className="px-3 pt-1 text-sm text-ink-muted">No key is needed.</p>}
      <Fields caption="Parameters" fields={parameters} saysRequired />
      {body ? <Fields caption={`Body (${body.type})`} fields={body.fields} saysRequired /> : null}
      {answer.fields.length > 0 ? (
        <Fields caption={`Answer ${answer.status} (${answer.type})`} fields={answer.fields} />
      ) : (
        <p className="px-3 pt-3 text-sm text-ink-muted">
          Answer {answer.status}
          {answer.type ? ` (${answer.type})` : ""}
        </p>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll it
        tabIndex={0}
        className="m-3 overflow-x-auto rounded-md border bg-surface-2 p-3 font-mono text-sm"
      >
        {example}
      </pre>
    </Card>
  );
}
