"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { caseQueries } from "@/lib/cases/client";
import { queueQueries } from "@/lib/queue/client";
import { followCases } from "./live-stream";

/** Changes within this time are read together. */
const quietMs = 1_000;
/** A page without activity for this long stops reading, so that reading does not keep its sign-in alive. */
const idleMs = 10 * 60_000;

const changedIds = (data: string): string[] => {
  try {
    const { ids } = JSON.parse(data) as { ids?: unknown };
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
};

/** Reads lists, counts and changed cases again after a change, and everything after a lost connection. */
export function useLiveCases(): void {
  const environment = useEnvironment();
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isFirst = true;
    let seen = Date.now();
    let pending: Set<string> | "everything" = new Set();
    const note = () => {
      seen = Date.now();
      if (isDue()) plan();
    };
    const isDue = () => pending === "everything" || pending.size > 0;
    const read = () => {
      timer = undefined;
      if (Date.now() - seen > idleMs) return;
      const changed = pending;
      pending = new Set();
      // The rail shows the counts even on pages that do not load them.
      client.invalidateQueries({
        queryKey: queueQueries.tabCounts(environment).queryKey,
        refetchType: "all",
      });
      client.invalidateQueries({
        queryKey: caseQueries.all(environment),
        predicate: ({ queryKey }) =>
          (changed === "everything" && queryKey[2] !== "tab-counts") ||
          queryKey[2] === "list" ||
          (changed !== "everything" && changed.has(String(queryKey[2]))),
      });
    };
    const plan = () => {
      timer ??= setTimeout(read, quietMs);
    };
    const onChanged = (data: string) => {
      const ids = changedIds(data);
      if (ids.length === 0) pending = "everything";
      else if (pending !== "everything") for (const id of ids) pending.add(id);
      plan();
    };
    const onReady = () => {
      if (!isFirst) {
        pending = "everything";
        plan();
      }
      isFirst = false;
    };
    // Any call tells the page whether its sign-in has ended.
    const onRefused = () =>
      void client.invalidateQueries({
        queryKey: queueQueries.tabCounts(environment).queryKey,
        refetchType: "all",
      });
    const stop = followCases(environment, { onReady, onChanged, onRefused });
    for (const kind of ["pointermove", "keydown"]) window.addEventListener(kind, note, { passive: true });
    return () => {
      clearTimeout(timer);
      stop();
      for (const kind of ["pointermove", "keydown"]) window.removeEventListener(kind, note);
    };
  }, [client, environment]);
}
