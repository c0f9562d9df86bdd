import { createReadStream } from "node:fs";
import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import type { Fault } from "@/lib/audit-chain/blame";
import { formats, type Seal } from "@/lib/audit-chain/canonical";
import { Chain } from "@/lib/audit-chain/chain";
import type { Checkpoints } from "@/lib/audit-chain/checkpoint";
import type { LogReport } from "@/lib/audit-chain/verify";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned, readPublicKey } from "@/lib/platform/ed25519";
import { StartError } from "@/lib/platform/errors";

const header = z.looseObject({
  format: z.literal(formats.log),
  organization: z.string(),
  environment: z.enum(environments),
  public_key: z.string(),
  pruned: z
    .strictObject({
      pruning: z.looseObject({
        format: z.literal(formats.pruning),
        organization: z.string(),
        environment: z.enum(environments),
        through_seal: z.int(),
      }),
      signature: z.string(),
    })
    .optional(),
});
type Header = z.infer<typeof header>;

const sealLine = z.strictObject({
  hash: z.string(),
  signature: z.string(),
  seal: z.strictObject({
    format: z.literal(formats.seal),
    organization: z.string(),
    environment: z.enum(environments),
    number: z.int(),
    previous: z.string(),
    first_sequence: z.int(),
    last_transaction: z.int(),
    last_sequence: z.int(),
    count: z.int(),
    root: z.string(),
    sealed_at: z.string(),
  }),
});
/** Sequence, transaction, instant, id. The other columns are only hashed. */
const eventLine = z.tuple([z.int(), z.int(), z.string(), z.string()], z.unknown());

/**
 * Verifies an exported log line by line, without a database.
 * @throws StartError when the file is not an exported log
 */
export async function verifyFile(
  file: string,
  { checkpoints, publicKey }: { checkpoints?: Checkpoints; publicKey?: string } = {},
): Promise<LogReport> {
  let started: Started | undefined;
  let number = 0;
  let unsealed = 0;
  for await (const line of linesOf(file)) {
    number++;
    if (!started) started = start(line, checkpoints, publicKey);
    else {
      const taken = takeLine(started.chain, line, number);
      unsealed = taken === "event" ? unsealed + 1 : 0;
      if (typeof taken === "object") started.fault ??= taken;
    }
    if (started.fault) break;
  }
  if (!started) throw new StartError("The file is empty.");
  return report(started, unsealed);
}

/** Splits at line feeds only: an event may contain other line separators. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, "utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest) yield rest;
}

type Started = { chain: Chain; header: Header; prunedThrough: number; fault: Fault | undefined };

function start(line: string, checkpoints?: Checkpoints, wantedKey?: string): Started {
  const read = header.safeParse(parseJson(line));
  if (!read.success)
    throw new StartError("The file does not begin like an exported log; export the log again.");
  const { organization, environment, public_key, pruned } = read.data;
  const key = readPublicKey(public_key);
  const isPruned =
    pruned !== undefined &&
    pruned.pruning.organization === organization &&
    pruned.pruning.environment === environment &&
    isSigned(key, canonicalJson(pruned.pruning), Buffer.from(pruned.signature, "hex"));
  const prunedThrough = isPruned ? pruned.pruning.through_seal : 0;
  const log = { organization, environment };
  const chain = new Chain({
    log,
    key,
    prunedThrough,
    checkpoints: checkpoints?.of(organization, environment, key),
  });
  let fault = checkpoints?.fault(organization, environment, key);
  if (pruned && !isPruned) fault ??= { problem: "the statement that retention removed events is not signed" };
  if (wantedKey && wantedKey !== public_key)
    fault = { problem: "the log is signed by another key than the one given" };
  return { chain, header: read.data, prunedThrough, fault };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function takeLine(chain: Chain, line: string, number: number): Fault | "event" | "seal" {
  const value = parseJson(line);
  const seal = sealLine.safeParse(value);
  if (seal.success) return takeSeal(chain, seal.data) ?? "seal";
  const event = eventLine.safeParse(value);
  if (!event.success) return { problem: `line ${number} is neither an event nor a seal` };
  const [sequence, transaction, , id] = event.data;
  chain.takeEvent({ id, sequence, transaction, line });
  return "event";
}

function takeSeal(
  chain: Chain,
  { seal: payload, hash, signature }: z.infer<typeof sealLine>,
): Fault | undefined {
  const seal: Seal = { payload, hash, signature: Buffer.from(signature, "hex") };
  return chain.checkSeal(seal) ?? chain.checkEvents(seal);
}

const report = ({ chain, header, prunedThrough, fault }: Started, unsealed: number): LogReport => ({
  organization: header.organization,
  environment: header.environment,
  publicKey: header.public_key,
  seals: chain.seals,
  events: chain.events,
  sealedAt: chain.sealedAt ?? null,
  unsealed,
  delay: null,
  prunedThrough,
  fault: fault ?? chain.checkEnd() ?? null,
});
