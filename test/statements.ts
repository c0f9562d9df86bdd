import pg from "pg";

const control = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|LISTEN|UNLISTEN|NOTIFY|DISCARD)\b/i;

type Asked = string | { text?: string };

/**
 * Returns the statements that `work` sends to the databases, without those that begin and end transactions. Other work
 * in this process would be included, so nothing else may run.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  const { prototype } = pg.Client;
  const ask = prototype.query;
  prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [Asked];
    const text = typeof asked === "string" ? asked : (asked.text ?? "");
    if (!control.test(text)) found.push(text);
    return Reflect.apply(ask, this, given);
  } as typeof ask;
  try {
    await work();
  } finally {
    prototype.query = ask;
  }
  return found;
}

/** {@link statementsOf} for the cheapest of three runs: a cache that expires in one of them asks once more. */
export async function leastStatementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const runs = [await statementsOf(work), await statementsOf(work), await statementsOf(work)];
  return runs.reduce((least, each) => (each.length < least.length ? each : least));
}
