import { CopyableId } from "@/components/ui/copyable-id";
import { Popover } from "@/components/ui/popover";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AuditStatusDto } from "@/lib/audit/schema";
import { counted } from "@/lib/format/number";
import { words } from "@/lib/format/words";

/** Shows what an outside verifier compares: the key, the places of checkpoints, and what retention removed. */
export function LogProof({ status, now }: { status: AuditStatusDto; now: number }) {
  return (
    <Popover label="Integrity details" trigger="Integrity details" align="end" className="w-96 p-4">
      <dl className="grid gap-3 text-sm">
        <div>
          <dt className="text-ink-muted">Public key (Ed25519)</dt>
          <dd>
            <CopyableId id={status.publicKey} label="Public key" show="start" />
          </dd>
        </div>
        <div>
          <dt className="text-ink-muted">Key fingerprint</dt>
          <dd className="font-mono">{status.fingerprint}</dd>
        </div>
        <div>
          <dt className="text-ink-muted">External checkpoints</dt>
          <dd>
            {status.checkpoints.length === 0
              ? "No external checkpoint: someone with the database and the keys could remove the newest events unnoticed. Set AUDIT_CHECKPOINT_*."
              : status.checkpoints.map(({ place, seal, sentAt }) => (
                  <div key={place}>
                    {words(place)}: seal {seal}, <RelativeTime at={sentAt} now={now} />
                  </div>
                ))}
          </dd>
        </div>
        <div>
          <dt className="text-ink-muted">Retention of the log</dt>
          <dd>
            {status.retentionDays === null
              ? "Retained without limit."
              : `${counted(status.retentionDays, "day")}.`}{" "}
            {status.prunedThroughSeal > 0
              ? `Events up to seal ${status.prunedThroughSeal} were removed; their seals are kept.`
              : ""}
          </dd>
        </div>
      </dl>
    </Popover>
  );
}
