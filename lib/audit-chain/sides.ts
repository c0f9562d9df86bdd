import "server-only";
import type { KeyObject } from "node:crypto";
import type pg from "pg";
import type { Fault } from "@/lib/audit-chain/blame";
import { formats, type LogName } from "@/lib/audit-chain/canonical";
import { exact, logName, ofLog } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned } from "@/lib/platform/ed25519";
import { sameScope } from "@/lib/platform/scope";

/** The statement that the log's key signs about a sent checkpoint. */
export const sentStatement = (
  log: LogName,
  sent: { place: string; sealNumber: number; sentAt: Date },
): string =>
  canonicalJson({
    format: formats.sent,
    ...log,
    place: sent.place,
    seal_number: sent.sealNumber,
    sent_at: exact(sent.sentAt),
  });

/** Checks the tables that record how far words are indexed and which checkpoints were sent. */
export async function findSideFault(
  client: pg.Client,
  log: Log,
  seals: number,
  key: KeyObject,
): Promise<Fault | undefined> {
  return (await findIndexingFault(client, log)) ?? findSentFault(client, log, seals, key);
}

/** Indexing ends at the end of a seal. If the mark were moved ahead, searches would miss new events. */
async function findIndexingFault(client: pg.Client, log: Log): Promise<Fault | undefined> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT i.through_seal AS number FROM audit_indexings i WHERE ${ofLog(client, log)}
       AND (i.through_seal, i.last_transaction, i.last_sequence) IS DISTINCT FROM (0, -1, -1)
       AND NOT EXISTS (SELECT 1 FROM audit_seals s WHERE ${sameScope("s", "i").sql}
         AND s.number = i.through_seal AND s.last_transaction = i.last_transaction AND s.last_sequence = i.last_sequence)`,
  );
  const [row] = rows;
  return (
    row && { seal: row.number, problem: "the search index is recorded as ending here, and no seal ends here" }
  );
}

async function findSentFault(
  client: pg.Client,
  log: Log,
  seals: number,
  key: KeyObject,
): Promise<Fault | undefined> {
  const { rows } = await client.query<{
    place: string;
    seal_number: number;
    sent_at: Date;
    signature: Buffer;
  }>(
    `SELECT place, seal_number, sent_at, signature FROM audit_checkpoints WHERE ${ofLog(client, log)} ORDER BY place`,
  );
  const wrong = rows.find(({ place, seal_number: sealNumber, sent_at: sentAt, signature }) => {
    const statement = sentStatement(logName(log), { place, sealNumber, sentAt });
    return sealNumber > seals || !isSigned(key, statement, signature);
  });
  return (
    wrong && {
      seal: wrong.seal_number,
      problem: `the record that its checkpoint was sent to ${wrong.place} was not written by the program`,
    }
  );
}
