import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { queueColumnsOf } from "@/components/cases/queue-columns";
import { readQueueState } from "@/components/cases/queue-state";
import { identityColumns } from "@/components/identities/identity-columns";
import { requestColumns } from "@/components/requests/request-columns";
import { sessionColumns } from "@/components/sessions/session-columns";
import { identityCsv } from "@/lib/identities/csv";
import { caseCsv } from "@/lib/queue/csv";
import { requestCsv } from "@/lib/register/csv";
import { sessionCsv } from "@/lib/sessions/csv";

type Named = { header: ReactNode };
const headers = (columns: readonly Named[]) => columns.map(({ header }) => header);

describe("the columns of a CSV export", () => {
  it.each([
    ["sessions", sessionColumns(0), sessionCsv],
    ["identities", identityColumns(0), identityCsv],
    ["requests", requestColumns, requestCsv],
    ["cases", queueColumnsOf(readQueueState(new URLSearchParams("tab=all"))), caseCsv],
  ] as [string, readonly Named[], readonly Named[]][])(
    "of %s begin with those of the screen",
    (_, shown, csv) => {
      expect(headers(csv).slice(0, shown.length)).toEqual(headers(shown));
      expect(new Set(headers(csv)).size).toBe(csv.length);
    },
  );
});
