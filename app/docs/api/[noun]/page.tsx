import { notFound } from "next/navigation";
import { OperationCard } from "@/components/reference/operation-card";
import { ReferenceFrame } from "@/components/reference/reference-frame";
import { listNouns, operationsOf } from "@/lib/reference/policy";

type NounPageProps = { params: Promise<{ noun: string }> };

export async function generateMetadata({ params }: NounPageProps) {
  return { title: `${(await params).noun} · API reference` };
}

export default async function NounPage({ params }: NounPageProps) {
  const { noun } = await params;
  const operations = operationsOf(noun);
  if (operations.length === 0) notFound();
  return (
    <ReferenceFrame nouns={listNouns()} current={noun} title={noun}>
      <nav aria-label="Calls on this page" className="mb-6">
        <ul className="flex flex-col gap-1">
          {operations.map(({ id, method, path, summary }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-2">
              <a href={`#${id}`} className="min-w-0 font-mono text-sm wrap-anywhere hover:text-accent">
                {method} {path}
              </a>
              <span className="text-sm text-ink-muted">{summary}</span>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-col gap-4">
        {operations.map((operation) => (
          <OperationCard key={operation.id} operation={operation} />
        ))}
      </div>
    </ReferenceFrame>
  );
}
