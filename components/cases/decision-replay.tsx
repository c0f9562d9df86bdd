import { CircleHelp, Fingerprint, History, ShieldOff, Undo2 } from "lucide-react";
import { documentName } from "@/components/documents/document-name";
import { TopBar } from "@/components/shell/top-bar";
import { CopyableId } from "@/components/ui/copyable-id";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Pill } from "@/components/ui/pill";
import { shortId } from "@/components/ui/short-id";
import { Exact } from "@/components/ui/time-zone";
import type { Environment } from "@/lib/actor/actor";
import type { SnapshotDto } from "@/lib/decisions/schema";
import { exactUtc } from "@/lib/format/date";
import type { DecisionInvolvementDto } from "@/lib/involvement/schema";
import { DecisionInvolvement } from "./decision-involvement";
import { DeskChecks } from "./desk-checks";
import { DecisionPill } from "./desk-decisions";
import { DeskFacts } from "./desk-facts";
import { DeskFields } from "./desk-fields";
import { DeskNotes } from "./desk-notes";
import { deskPath } from "./desk-path";
import { DeskRisk } from "./desk-risk";
import { DeskScreening } from "./desk-screening";

type Kept = NonNullable<SnapshotDto["desk"]>;

function About({ snapshot, desk }: { snapshot: SnapshotDto; desk: Kept }) {
  const { decidedBy, settingsVersion, rejectionReason, notes, id } = snapshot;
  const { reviewCase, isDualReview } = desk;
  const items = [
    { key: "who", label: "Decided by", value: decidedBy },
    {
      key: "id",
      label: "Decision",
      value: <CopyableId id={id} label="Decision ID" className="max-w-full" />,
    },
    {
      key: "settings",
      label: "Settings",
      value: `version ${settingsVersion}, dual review ${isDualReview ? "on" : "off"}`,
    },
    { key: "version", label: "Case", value: `version ${reviewCase.version}, ${reviewCase.queue} queue` },
    ...(rejectionReason ? [{ key: "reason", label: "Reason", value: rejectionReason }] : []),
    ...(notes ? [{ key: "notes", label: "Notes", value: notes }] : []),
  ];
  return (
    <section aria-labelledby="replay-about" className="p-3">
      <h2 id="replay-about" className="mb-1 text-sm font-semibold text-ink-muted">
        The decision
      </h2>
      <KeyValueList items={items} />
    </section>
  );
}

function Images({ images }: { images: Kept["images"] }) {
  return (
    <section aria-labelledby="replay-images" className="border-t p-3">
      <h2 id="replay-images" className="mb-1 flex items-center gap-1.5 text-sm font-semibold text-ink-muted">
        <Fingerprint aria-hidden className="size-3.75" /> Image digests (SHA-256)
      </h2>
      <p className="mb-2 text-sm text-ink-muted">
        Digests of the stored images at the time of the decision. An image with the same digest today is the
        image that the reviewer saw.
      </p>
      <ul className="flex flex-col gap-2">
        {images.map(({ docType, sha256 }) => (
          <li key={docType}>
            <p>{documentName(docType)}</p>
            <p className="font-mono text-sm break-all text-ink-muted">{sha256 ?? "no image stored"}</p>
          </li>
        ))}
      </ul>
      {images.length === 0 ? <p className="text-ink-muted">The session had no images.</p> : null}
    </section>
  );
}

type DecisionReplayProps = {
  environment: Environment;
  caseId: string;
  snapshot: SnapshotDto;
  /** What part the person had in the decision; null for a role that may not read it. */
  involvement: DecisionInvolvementDto | null;
};

/** Shows a decision with everything that was on the reviewer's screen, even if it has changed since. */
export function DecisionReplay({ environment, caseId, snapshot, involvement }: DecisionReplayProps) {
  const { desk, decidedAt, undoneAt } = snapshot;
  return (
    <>
      <TopBar
        title="Decision"
        trail={[
          { label: "Queue", href: `/${environment}/queue` },
          { label: shortId(caseId, "start"), href: deskPath(environment, caseId) },
        ]}
      >
        <DecisionPill {...snapshot} />
        {undoneAt ? (
          <Pill tone="muted" icon={<Undo2 />} title={exactUtc(undoneAt)}>
            undone
          </Pill>
        ) : null}
      </TopBar>
      <p className="flex min-h-9 shrink-0 items-center gap-2 border-b bg-warn-soft px-4 py-1 text-warn">
        <History aria-hidden className="size-4 shrink-0" />
        <span>
          <b className="font-semibold">
            Snapshot from <Exact at={decidedAt} />.
          </b>{" "}
          A snapshot cannot be changed. Open the case to see its current state.
        </span>
      </p>
      {desk?.origin ? <DeskFacts desk={desk} /> : null}
      {desk ? (
        <div className="grid min-h-0 flex-1 content-start lg:grid-cols-2 xl:grid-cols-3">
          <div className="min-w-0 border-r max-lg:border-r-0 max-lg:border-b">
            <About snapshot={snapshot} desk={desk} />
            {involvement ? <DecisionInvolvement involvement={involvement} /> : null}
            <Images images={desk.images} />
          </div>
          <div className="min-w-0 border-r max-lg:border-r-0 max-lg:border-b">
            <DeskFields desk={desk} />
            <DeskChecks desk={desk} />
          </div>
          <div className="min-w-0 max-xl:border-t lg:max-xl:col-span-2">
            <DeskRisk desk={desk} />
            <DeskScreening desk={desk} mayResolve={false} />
            <DeskNotes desk={desk} mayWrite={false} />
          </div>
        </div>
      ) : snapshot.isUnreadable ? (
        <EmptyState
          icon={<CircleHelp />}
          title="Snapshot unreadable"
          detail={`The stored screen could not be read; the server log says why. Decided by ${snapshot.decidedBy}.`}
        />
      ) : (
        <EmptyState
          icon={<ShieldOff />}
          title="Snapshot erased with the session's data"
          detail={`The session's personal data was erased or its display period has ended. Decided by ${snapshot.decidedBy}.`}
        />
      )}
      {involvement && !desk ? <DecisionInvolvement involvement={involvement} /> : null}
    </>
  );
}
