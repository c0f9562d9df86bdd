import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import type { Fault } from "@/lib/audit-chain/blame";
import { type CheckpointPayload, formats } from "@/lib/audit-chain/canonical";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned } from "@/lib/platform/ed25519";
import { StartError } from "@/lib/platform/errors";

const checkpointLine = z.strictObject({
  checkpoint: z.strictObject({
    format: z.literal(formats.checkpoint),
    organization: z.string(),
    environment: z.enum(environments),
    seal_number: z.int().min(1),
    seal_hash: z.string().regex(/^[0-9a-f]{64}$/),
    public_key: z.string(),
    made_at: z.string(),
  }),
  signature: z.string(),
});

type Line = { payload: CheckpointPayload; signature: Buffer; number: number };

/** Checkpoints from a file outside the installation. */
export type Checkpoints = {
  logs: readonly { organization: string; environment: CheckpointPayload["environment"] }[];
  /** Returns the hashes of a log's seals by number, from the checkpoints that the key signed. */
  of: (organization: string, environment: string, key: KeyObject) => Map<number, string>;
  /** Returns the first checkpoint of a log that its key did not sign. */
  fault: (organization: string, environment: string, key: KeyObject) => Fault | undefined;
};

/**
 * Reads a file of checkpoints, one per line. A crash may have cut off the last line, so an incomplete last line is
 * ignored.
 * @throws StartError naming the line that is not a checkpoint
 */
export function readCheckpoints(text: string): Checkpoints {
  const lines = text.split("\n");
  const read = lines.flatMap((line, at) =>
    line === "" ? [] : readLine(line, at + 1, at === lines.length - 1),
  );
  const ofLog = (organization: string, environment: string) =>
    read.filter(
      ({ payload }) => payload.organization === organization && payload.environment === environment,
    );
  const isOwn = (key: KeyObject, { payload, signature }: Line) =>
    isSigned(key, canonicalJson(payload), signature);
  return {
    logs: [
      ...new Map(
        read.map(({ payload: { organization, environment } }) => [
          `${organization} ${environment}`,
          { organization, environment },
        ]),
      ).values(),
    ],
    of: (organization, environment, key) =>
      new Map(
        ofLog(organization, environment)
          .filter((line) => isOwn(key, line))
          .map(({ payload }) => [payload.seal_number, payload.seal_hash]),
      ),
    fault: (organization, environment, key) => {
      const foreign = ofLog(organization, environment).find((line) => !isOwn(key, line));
      return (
        foreign && {
          seal: foreign.payload.seal_number,
          problem: `the checkpoint in line ${foreign.number} is not signed by the log's key`,
        }
      );
    },
  };
}

function readLine(line: string, number: number, isLast: boolean): Line[] {
  try {
    const { checkpoint, signature } = checkpointLine.parse(JSON.parse(line));
    return [{ payload: checkpoint, signature: Buffer.from(signature, "hex"), number }];
  } catch (cause) {
    if (isLast) return [];
    throw new StartError(`Line ${number} of the checkpoints is not one.`, { cause });
  }
}
