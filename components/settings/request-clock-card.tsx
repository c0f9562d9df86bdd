"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lawNames } from "@/components/requests/words";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { TextArea, TextField } from "@/components/ui/text-field";
import { day } from "@/lib/format/date";
import { requestSettingsQueries } from "@/lib/request-settings/client";
import type { RequestDraft } from "./request-changes";
import type { Problems } from "./use-settings-draft";

type RequestClockCardProps = {
  timeZone: string;
  draft: RequestDraft;
  problems: Problems;
  edit: (part: Partial<RequestDraft>) => void;
  mayUpdate: boolean;
};

/** Edits the law and the calendar, and shows the deadlines of a request received now. */
export function RequestClockCard({ timeZone, draft, problems, edit, mayUpdate }: RequestClockCardProps) {
  return (
    <Card title="Request deadlines">
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label="Default law"
            error={problems.jurisdiction}
            value={draft.jurisdiction}
            disabled={!mayUpdate}
            options={Object.entries(lawNames).map(([value, label]) => ({ value, label }))}
            onChange={(event) => edit({ jurisdiction: event.target.value as RequestDraft["jurisdiction"] })}
          />
          <TextField
            label="Public holidays"
            value={draft.holidayPlace}
            readOnly={!mayUpdate}
            placeholder="none"
            spellCheck={false}
            error={problems.holidayPlace}
            hint="A country code such as DE, or a region such as DE-BE."
            onChange={(event) => edit({ holidayPlace: event.target.value })}
          />
          <TextArea
            label="Extra non-working days"
            rows={2}
            value={draft.holidays}
            readOnly={!mayUpdate}
            placeholder="none"
            error={problems.holidays}
            hint="One per line, such as 2026-12-24."
            onChange={(event) => edit({ holidays: event.target.value })}
          />
        </div>
        <p className="text-sm text-ink-muted">
          Days count in the time zone {timeZone.replaceAll("_", " ")}, set under Organization.
        </p>
        <Switch
          label="Four eyes"
          hint="A second person approves each answer before it is delivered or data is erased, and confirms each refusal."
          checked={draft.fourEyes}
          disabled={!mayUpdate}
          onChange={(event) => edit({ fourEyes: event.target.checked })}
        />
        <ClockPreview draft={draft} isPlace={!problems.holidayPlace} />
      </div>
    </Card>
  );
}

type PreviewProps = { draft: RequestDraft; isPlace: boolean };

function ClockPreview({ draft, isPlace }: PreviewProps) {
  const environment = useEnvironment();
  const { jurisdiction } = draft;
  const place = draft.holidayPlace.trim().toUpperCase();
  const { data } = useQuery({
    ...requestSettingsQueries.clock(environment, {
      jurisdiction,
      holidayPlace: isPlace ? place : "",
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label="A request received now" className="rounded-md border bg-surface-2 px-3 py-2">
      <h3 className="text-sm font-medium">A request received now</h3>
      {data ? (
        <KeyValueList
          labelWidth="10rem"
          items={[
            { key: "due", label: "Answer by", value: day(data.dueOn) },
            { key: "extended", label: "Answer by, if extended", value: day(data.extendedTo) },
            ...(data.confirmBy
              ? [{ key: "confirm", label: "Confirm receipt by", value: day(data.confirmBy) }]
              : []),
          ]}
        />
      ) : (
        <Skeleton className="mt-2 h-12 w-full" />
      )}
    </section>
  );
}
