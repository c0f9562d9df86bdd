"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { ForeignText } from "@/components/ui/foreign-text";
import { useHotkeys } from "@/components/ui/hotkeys";
import { Pill } from "@/components/ui/pill";
import { TextField } from "@/components/ui/text-field";
import { caseQueries } from "@/lib/cases/client";
import type { DeskDto } from "@/lib/cases/schema";
import { countryName } from "@/lib/format/country";
import { words } from "@/lib/format/words";
import { resolveHits } from "@/lib/screening/client";
import type { HitDto } from "@/lib/screening/schema";
import { trackWrite } from "./own-writes";

type Found = { checkId: string; hit: HitDto };
type Resolve = (resolution: "dismiss" | "confirm", hits: readonly Found[]) => void;

const isOpen = ({ hit }: Found) => !hit.isDismissed && !hit.isConfirmed;

const about = ({ listName, birthdate, countries, matchTypes }: HitDto) =>
  [
    listName,
    birthdate && `born ${/^\d{4}-/.test(birthdate) ? birthdate.slice(0, 4) : birthdate}`,
    countries.map(countryName).join(", "),
    matchTypes.length > 0 && `by ${matchTypes.map(words).join(", ")}`,
  ]
    .filter(Boolean)
    .join(" · ");

function HitState({ hit }: { hit: HitDto }) {
  if (hit.isConfirmed) return <Pill tone="bad">confirmed</Pill>;
  return <Pill tone="muted">not the same</Pill>;
}

function Hit({
  found,
  isFirst,
  mayResolve,
  onResolve,
}: {
  found: Found;
  isFirst: boolean;
  mayResolve: boolean;
  onResolve: Resolve;
}) {
  const { hit } = found;
  return (
    <li className="rounded-md border p-2">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          <ForeignText>{hit.name ?? "hidden"}</ForeignText>
        </span>
        <span className="text-sm text-ink-muted">{hit.matchScore?.toFixed(2)}</span>
      </div>
      <p className="text-sm text-ink-muted">{about(hit)}</p>
      {!isOpen(found) ? (
        <p className="mt-1 flex flex-wrap items-center gap-1.5 text-sm text-ink-muted">
          <HitState hit={hit} /> {hit.dismissedReason}
        </p>
      ) : mayResolve ? (
        <div className="mt-1.5 flex gap-1.5">
          <Button
            size="sm"
            shortcut={isFirst ? "D" : undefined}
            onClick={() => onResolve("dismiss", [found])}
          >
            Not the same
          </Button>
          <Button size="sm" onClick={() => onResolve("confirm", [found])}>
            Confirm
          </Button>
        </div>
      ) : null}
    </li>
  );
}

type DeskScreeningProps = { environment: Environment; desk: DeskDto; mayResolve: boolean };

/** Hits to dismiss or confirm; D dismisses the first that is still open. */
export function DeskScreening({ environment, desk, mayResolve }: DeskScreeningProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const { queryKey } = caseQueries.desk(environment, desk.reviewCase.id);
  const { mutate, isPending } = useMutation({
    mutationFn: async (given: { resolution: "dismiss" | "confirm"; hits: readonly Found[] }) => {
      for (const checkId of new Set(given.hits.map((each) => each.checkId))) {
        const hitIds = given.hits.filter((each) => each.checkId === checkId).map(({ hit }) => hit.id);
        const body = { hitIds, reason: reason || undefined };
        await trackWrite(desk.reviewCase.id, resolveHits(environment, checkId, given.resolution, body));
      }
      return given;
    },
    onSuccess: async ({ resolution, hits }) => {
      await trackWrite(desk.reviewCase.id, client.invalidateQueries({ queryKey }));
      announce(
        `${hits.length} ${hits.length === 1 ? "hit" : "hits"} ${resolution === "dismiss" ? "dismissed" : "confirmed"}`,
      );
    },
    onError: (error) => toastProblem("The hit was not resolved", error),
  });
  const found = desk.screening.flatMap((check) => check.hits.map((hit) => ({ checkId: check.id, hit })));
  const open = found.filter(isOpen);
  const [first] = open;
  const resolve: Resolve = (resolution, hits) => {
    if (!isPending) mutate({ resolution, hits });
  };
  useHotkeys(
    "Case",
    [
      {
        keys: "d",
        label: "Not the same person: dismiss the first hit",
        run: () => first && resolve("dismiss", [first]),
      },
    ],
    mayResolve && first !== undefined,
  );
  if (desk.screening.length === 0) return null;
  return (
    <section aria-labelledby="desk-screening" className="border-t p-3">
      <h2 id="desk-screening" className="mb-1.5 flex items-center gap-2 text-sm font-semibold text-ink-muted">
        Screening
        {open.length > 0 ? <Pill tone="warn">{open.length} to resolve</Pill> : <Pill tone="good">clear</Pill>}
      </h2>
      <ul className="flex flex-col gap-2">
        {found.map((each) => (
          <Hit
            key={`${each.checkId}-${each.hit.id}`}
            found={each}
            isFirst={each === first}
            mayResolve={mayResolve && !isPending}
            onResolve={resolve}
          />
        ))}
      </ul>
      {mayResolve && open.length > 0 ? (
        <div className="mt-2 flex items-end gap-2">
          <TextField
            label="Reason, kept with the hit"
            value={reason}
            maxLength={2000}
            onChange={(event) => setReason(event.target.value)}
            fieldClassName="min-w-0 flex-1"
          />
          {open.length > 1 ? (
            <Button size="sm" pending={isPending} onClick={() => resolve("dismiss", open)}>
              Dismiss all {open.length}
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
