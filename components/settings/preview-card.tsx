"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { JsonView } from "@/components/ui/json-view";
import { Skeleton } from "@/components/ui/skeleton";
import type { PiiField } from "@/lib/contract/vocabulary";
import { settingsQueries } from "@/lib/settings/client";
import { allFields } from "./field-words";

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Respells the answer's keys as an API client gets them. */
function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), spelled(inner)]));
}

/** Shows what `GET …/result` would answer under the draft, for a fictional person. */
export function PreviewCard({ fields }: { fields: readonly PiiField[] }) {
  const environment = useEnvironment();
  const sorted = allFields.filter((field) => fields.includes(field));
  const preview = useQuery({
    ...settingsQueries.preview(environment, sorted),
    placeholderData: keepPreviousData,
  });
  return (
    <Card
      title="API response preview"
      aside="with a fictional person"
      className="self-start lg:sticky lg:top-[calc(var(--top-height)+1rem)]"
    >
      <p className="mb-2 font-mono text-sm text-ink-muted">GET /api/v1/sessions/ses_…/result</p>
      {preview.data ? (
        <div className={cx(preview.isPlaceholderData && "opacity-60")}>
          <JsonView
            value={spelled(preview.data.result)}
            label="API response with these settings"
            className="max-h-[70dvh]"
          />
        </div>
      ) : preview.error ? (
        <p role="alert" className="text-bad">
          {problemOf(preview.error).detail}
        </p>
      ) : (
        <Skeleton className="h-120" />
      )}
    </Card>
  );
}
