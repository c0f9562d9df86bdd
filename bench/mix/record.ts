import pg from "pg";

/** A statement of a call, as the driver was given it, with the rows that it returned. */
export type Recorded = {
  client: number;
  database: string;
  text: string;
  values: unknown[];
  rows: unknown[][];
};

type Config = { text?: string; values?: unknown[] };
type Result = { rows?: unknown[] };

const rowsOf = ({ rows = [] }: Result): unknown[][] =>
  rows.map((row) => (Array.isArray(row) ? row : Object.values(row as object)));

/** Returns the statements of `work` in their order. Other work in this process would be included. */
export async function record(work: () => Promise<unknown>): Promise<Recorded[]> {
  const found: Recorded[] = [];
  const clients: pg.Client[] = [];
  const { prototype } = pg.Client;
  const ask = prototype.query;
  prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [asked, second] = given;
    // A stream answers otherwise, and is not recorded.
    if (typeof (asked as { submit?: unknown } | null)?.submit === "function")
      return Reflect.apply(ask, this, given);
    const config: Config = typeof asked === "string" ? { text: asked } : (asked as Config);
    if (!clients.includes(this)) clients.push(this);
    const entry: Recorded = {
      client: clients.indexOf(this),
      database: this.database ?? "",
      text: config.text ?? "",
      values: config.values ?? (Array.isArray(second) ? second : []),
      rows: [],
    };
    found.push(entry);
    const keep = (result: Result) => {
      entry.rows = rowsOf(result);
    };
    const done = given.at(-1);
    if (typeof done !== "function") {
      const answer = Reflect.apply(ask, this, given) as Promise<Result>;
      void answer.then(keep, () => undefined);
      return answer;
    }
    const tell = (error: unknown, result: Result) => {
      if (result) keep(result);
      done(error, result);
    };
    return Reflect.apply(ask, this, [...given.slice(0, -1), tell]);
  } as typeof ask;
  try {
    await work();
  } finally {
    prototype.query = ask;
  }
  return found;
}
