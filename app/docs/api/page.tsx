import Link from "next/link";
import { ReferenceFrame } from "@/components/reference/reference-frame";
import { listNouns } from "@/lib/reference/policy";

export const metadata = { title: "API reference" };

export default function ReferencePage() {
  const nouns = listNouns();
  return (
    <ReferenceFrame nouns={nouns} current={null} title="API reference">
      <div className="flex max-w-prose flex-col gap-3">
        <p>
          Every call of this installation, from its own description. Send an API key as <code>X-API-Key</code>
          . A key belongs to one environment and has scopes; an ID of another environment answers 404.
        </p>
        <p>
          Errors have <code>error</code>, <code>detail</code>, <code>status_code</code> and{" "}
          <code>request_id</code>. Answers use snake case; <code>Key-Inflection</code> chooses camel or kebab
          case. Every write takes <code>Idempotency-Key</code>.
        </p>
        <p>
          For programs:{" "}
          <a href="/api/v1/openapi.json" className="text-accent underline">
            OpenAPI 3.1 document
          </a>
          .
        </p>
      </div>
      <ul className="mt-6 grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {nouns.map(({ noun, calls }) => (
          <li key={noun}>
            <Link
              href={`/docs/api/${noun}`}
              prefetch={false}
              className="flex min-h-10 items-center justify-between rounded-md border bg-surface px-3 hover:border-line-strong"
            >
              <span className="font-medium">{noun}</span>
              <span className="text-sm text-ink-muted">{calls === 1 ? "1 call" : `${calls} calls`}</span>
            </Link>
          </li>
        ))}
      </ul>
    </ReferenceFrame>
  );
}
