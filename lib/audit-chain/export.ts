import "server-only";
import type pg from "pg";
import { eventColumns, formats, readEvent, type Seal } from "@/lib/audit-chain/canonical";
import { ofLog, oneSnapshot, type Position, past, readEvents, readSeals } from "@/lib/audit-chain/rows";
import type { Log } from "@/lib/audit-chain/seal";
import { logKey } from "@/lib/audit-chain/signing";
import { readPruning } from "@/lib/audit-chain/verify";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { readPublicKey } from "@/lib/platform/ed25519";
import { copyRows, openConnection } from "@/lib/platform/row-stream";

/** Seals are read this many at a time. Events are streamed. */
const sealsAtOnce = 64;

/**
 * Exports a whole log in the published form (docs/audit-log.md): a header, the events of each seal followed by the
 * seal, and last the unsealed events. Each yield has one or more lines. Closes its connection when the caller stops.
 */
export async function* exportLines(log: Log): AsyncGenerator<string> {
  const client = await openConnection();
  try {
    await client.query(oneSnapshot);
    const { publicKey } = await logKey(log.organizationId);
    const { statement, through } = await readPruning(client, log, readPublicKey(publicKey));
    yield `${canonicalJson({
      format: formats.log,
      organization: log.organizationId,
      environment: log.environment,
      public_key: publicKey,
      exported_at: new Date().toISOString(),
      ...(statement && { pruned: statement }),
    })}\n`;
    yield* sealedLines(client, log, through);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* sealedLines(client: pg.Client, log: Log, prunedThrough: number): AsyncGenerator<string> {
  let after: Position | null = null;
  let seals = await readSeals(client, log, 0, sealsAtOnce);
  for (
    ;
    seals.length > 0;
    seals = await readSeals(client, log, seals.at(-1)?.payload.number ?? 0, sealsAtOnce)
  ) {
    for (const seal of seals) {
      const upTo = { transaction: seal.payload.last_transaction, sequence: seal.payload.last_sequence };
      if (seal.payload.number > prunedThrough)
        for await (const events of readEvents(client, log, after, upTo))
          yield events.map(({ line }) => `${line}\n`).join("");
      yield sealLine(seal);
      after = upTo;
    }
  }
  const rest = `SELECT ${eventColumns} FROM audit_events WHERE ${ofLog(client, log)} AND ${past(after)} ORDER BY transaction_id, sequence`;
  for await (const rows of copyRows(client, rest))
    yield rows.map((row) => `${readEvent(row).line}\n`).join("");
}

const sealLine = ({ payload, hash, signature }: Seal) =>
  `${canonicalJson({ hash, seal: payload, signature: signature.toString("hex") })}\n`;
