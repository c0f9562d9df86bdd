import type { KeyObject } from "node:crypto";
import { formats, noSeal } from "@/lib/audit-chain/canonical";
import { signCheckpoint } from "@/lib/audit-chain/note";
import { writeProof } from "@/lib/audit-chain/proof-file";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { publicKeyText } from "@/lib/platform/ed25519";
import { leafHash } from "@/lib/platform/merkle-tree";

type Proven = { organization: string; type: string; sha256: string };

/** Makes a proof of the only event of a log, which anybody with a key can do. */
export function eventProof({ organization, type, sha256 }: Proven, key: KeyObject): string {
  const at = "2026-11-01T00:00:00.000Z";
  const none = Array.from({ length: 5 }, () => null);
  const event = canonicalJson([1, 1, at, "aud_1", type, "sandbox", "job", "x", "x", ...none, { sha256 }]);
  const seal = {
    format: formats.seal,
    organization,
    environment: "sandbox" as const,
    number: 1,
    previous: noSeal,
    first_sequence: 1,
    last_transaction: 1,
    last_sequence: 1,
    count: 1,
    root: leafHash(event).toString("hex"),
    sealed_at: at,
  };
  const head = { origin: "log.example/1", size: 1, root: leafHash(canonicalJson(seal)) };
  return writeProof({
    extra: {
      format: formats.proof,
      public_key: publicKeyText(key),
      event,
      event_index: 0,
      event_proof: [],
      seal,
    },
    index: 0,
    proof: [],
    checkpoint: signCheckpoint(head, key),
  });
}
