import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { forStreams } from "@/lib/platform/deadlines";
import { env } from "@/lib/platform/env";

/** A connection of its own to the main database, for work that streams or locks; closed afterwards, also on errors. */
export async function withConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openConnection();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** {@link withConnection} for whoever closes it themselves. */
export async function openConnection(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    ...forStreams,
    options: "-c timezone=UTC -c datestyle=ISO",
  });
  // A lost connection is told by the query that needed it.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/**
 * The rows of a query in PostgreSQL's text format of COPY, as they come, in bunches: memory does not grow with the
 * answer, and nothing is made of a row but its line. Ends early when the caller stops.
 * @param select without parameters; COPY takes none
 */
export async function* copyRows(client: pg.Client, select: string): AsyncGenerator<string[]> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of client.query(copyTo(`COPY (${select}) TO STDOUT`))) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
}

const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** A field of such a line: null, or the text it stands for. */
export function copiedField(field: string): string | null {
  if (!field.includes("\\")) return field;
  if (field === "\\N") return null;
  return field.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}
