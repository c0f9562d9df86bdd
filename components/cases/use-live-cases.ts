"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { caseQueries } from "@/lib/cases/client";
import { queueQueries } from "@/lib/queue/client";
import { followCases } from "./live-stream";

/** Changes that come closer together than this are read once. */
const quietMs = 1_000;
/** Nobody is there: a page left open must not keep its sign-in alive by reading along. */
const idleMs = 10 * 60_000;

const changedIds = (data: string): string[] => {
  try {
    const { ids } = JSON.parse(data) as { ids?: unknown };
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
};

/** Reads lists, counts and the changed cases again when somebody changes them, and everything after a lost connection. */
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
      // The rail shows the counts on pages that do not read them.
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
    const stop = followCases(environment, { onReady, onChanged });
    for (const kind of ["pointermove", "keydown"]) window.addEventListener(kind, note, { passive: true });
    return () => {
      clearTimeout(timer);
      stop();
      for (const kind of ["pointermove", "keydown"]) window.removeEventListener(kind, note);
    };
  }, [client, environment]);
}
