import { CopyableId } from "@/components/ui/copyable-id";
import { Popover } from "@/components/ui/popover";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AuditStatusDto, WitnessDto } from "@/lib/audit/schema";
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
          <dt className="text-ink-muted">Witnesses</dt>
          <dd>
            {status.witnesses.length === 0
              ? "No witness: nobody outside has signed that the log only grew. Set AUDIT_WITNESSES."
              : status.witnesses.map((witness) => <Witness key={witness.name} witness={witness} now={now} />)}
          </dd>
        </div>
        <div>
          <dt className="text-ink-muted">Verifier key for witnesses</dt>
          <dd>
            <CopyableId id={status.verifierKey} label="Verifier key" show="start" />
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

const problems: Record<NonNullable<WitnessDto["problem"]>, string> = {
  unreachable: "It cannot be reached.",
  unknown_log: "It does not know this log. Send its operator the verifier key below.",
  wrong_key: "It knows this log with another key. Send its operator the verifier key below.",
  not_consistent: "It refuses this log: it has seen another history of it.",
  ahead: "It refuses this log: it has seen more seals than there are.",
  no_signature: "Its answer has no valid signature.",
  unexpected: "Its answer was not understood.",
};

/** Shows what a witness has signed, and since when it has not. */
function Witness({
  witness: { name, signed, problem, problemSince },
  now,
}: {
  witness: WitnessDto;
  now: number;
}) {
  return (
    <div className="mt-2 wrap-anywhere first:mt-0">
      <span className="font-medium">{name}</span>{" "}
      {signed ? (
        <>
          signed <RelativeTime at={signed.signedAt} now={now} /> that it has seen{" "}
          {counted(signed.seals, "seal")}, and that nothing before has changed since its first signature,{" "}
          <RelativeTime at={signed.since} now={now} />.
        </>
      ) : (
        "has signed nothing yet."
      )}
      {problem ? (
        <p className="text-bad">
          {problems[problem]} First told <RelativeTime at={problemSince} now={now} />.
        </p>
      ) : null}
    </div>
  );
}
