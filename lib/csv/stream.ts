import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { byteOrderMark, type CsvValue, csvLine } from "@/lib/csv/cells";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { lineStream } from "@/lib/platform/line-stream";

export type CsvColumn<Row> = { header: string; value: (row: Row) => CsvValue };

type Page<Row> = { data: readonly Row[]; pagination?: { nextCursor: string | null } };

/** What a page of the list is asked for besides its filters. */
export type CsvPaging = { limit: number; offset: number; pageAfter?: string };

export type CsvList<Row, Query> = {
  /** The list's name in the audit log: `sessions`. */
  name: string;
  columns: readonly CsvColumn<Row>[];
  /** Reads a page as the screen does, with its authorization and its masks. */
  read: (actor: Actor, query: Query & CsvPaging) => Promise<Page<Row>>;
};

const pageRows = 100;

/** Filters that a person types: the log says that they were used, and not what was typed. */
const typed = new Set(["q", "externalRef"]);

const filterOf = (query: object) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, typed.has(name) ? "given" : String(value)]],
    ),
  );

/**
 * Streams every row of a list's filter as CSV, page by page, so that memory does not grow with the list. The audit log
 * has the filter before anything leaves, and afterwards how many rows were sent and whether these were all.
 */
export function csvStream<Row, Query extends object>(
  actor: Actor,
  list: CsvList<Row, Query>,
  query: Query,
): { open: () => Promise<ReadableStream<Uint8Array>> } {
  return {
    open: async () => {
      const read = (pageAfter?: string) =>
        list.read(actor, { ...query, limit: pageRows, offset: 0, ...(pageAfter && { pageAfter }) });
      const first = await read();
      await recordEvent(db, actor, {
        type: "csv.export-started",
        metadata: { list: list.name, filter: filterOf(query) },
      });
      return lineStream(linesOf(actor, list, first, read));
    },
  };
}

async function* linesOf<Row, Query>(
  actor: Actor,
  { name, columns }: CsvList<Row, Query>,
  first: Page<Row>,
  read: (pageAfter: string) => Promise<Page<Row>>,
): AsyncGenerator<string> {
  let rows = 0;
  let isComplete = false;
  const lines = (page: Page<Row>) => {
    rows += page.data.length;
    return page.data.map((row) => csvLine(columns.map(({ value }) => value(row)))).join("");
  };
  try {
    let page = first;
    yield byteOrderMark + csvLine(columns.map(({ header }) => header)) + lines(page);
    for (let next = page.pagination?.nextCursor; next; next = page.pagination?.nextCursor) {
      page = await read(next);
      yield lines(page);
    }
    isComplete = true;
  } finally {
    await recordEvent(db, actor, { type: "csv.export-ended", metadata: { list: name, rows, isComplete } });
  }
}
