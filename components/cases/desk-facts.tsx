"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { CopyableId } from "@/components/ui/copyable-id";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DeskDto } from "@/lib/cases/schema";
import { browserInWords } from "@/lib/format/browser";
import { countryName } from "@/lib/format/country";

type Origin = NonNullable<DeskDto["origin"]>;

const routeWords: Record<Origin["hiddenBy"][number], string> = {
  vpn: "a VPN",
  proxy: "a proxy",
  tor: "Tor",
  data_center: "a data center",
};

/** Says what is known of the place of an address, and that the rest is not known. */
export function placeOf({ ipCountry, hiddenBy }: Pick<Origin, "ipCountry" | "hiddenBy">): string {
  const country = ipCountry ? countryName(ipCountry) : "country unknown";
  return hiddenBy.length > 0
    ? `${country}, through ${hiddenBy.map((route) => routeWords[route]).join(" and ")}`
    : `${country}, no proxy reported`;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex shrink-0 items-center gap-1.5">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="flex items-center gap-1.5">{children}</dd>
    </div>
  );
}

const unknown = <span className="text-ink-muted">unknown</span>;

/** A value that a click copies; a masked value is only shown. */
function Value({ value, label, text }: { value: string | null; label: string; text?: string }) {
  if (value === null) return unknown;
  if (value.includes("•••")) return <span title="Claim the case to see it">{value}</span>;
  return <CopyableId id={value} label={label} text={text} className="max-w-48" />;
}

/** A browser's own name for itself is too long to read. */
const deviceText = (device: string | null) =>
  device?.startsWith("Mozilla/") ? browserInWords(device) : undefined;

function OriginFacts({ origin }: { origin: Origin }) {
  return (
    <>
      <Fact label="IP address">
        <Value value={origin.ipAddress} label="IP address" />
        {origin.ipAddress ? <span className="text-ink-muted">{placeOf(origin)}</span> : null}
      </Fact>
      <Fact label="Device">
        <Value value={origin.device} label="Device" text={deviceText(origin.device)} />
      </Fact>
      <Fact label="Attempt">{origin.attempt ?? unknown}</Fact>
    </>
  );
}

/** Says in one line where the case came from. Personal values are masked until the case is claimed. */
export function DeskFacts({ desk }: { desk: DeskDto }) {
  const environment = useEnvironment();
  const { session, origin } = desk;
  return (
    <dl
      aria-label="Origin of the case"
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 border-b px-4 text-ui *:min-h-7 *:whitespace-nowrap"
    >
      <Fact label="Session">
        <Link
          prefetch={false}
          className="text-link"
          href={`/${environment}/sessions/${encodeURIComponent(session.id)}`}
        >
          Open<span className="sr-only"> session</span>
        </Link>
        <CopyableId id={session.id} label="Session ID" show="middle" />
      </Fact>
      <Fact label="Identity">
        {origin?.identityId ? (
          <>
            <Link
              prefetch={false}
              className="text-link"
              href={`/${environment}/identities/${encodeURIComponent(origin.identityId)}`}
            >
              Open<span className="sr-only"> identity</span>
            </Link>
            <CopyableId id={origin.identityId} label="Identity ID" show="middle" />
            {origin.isIdentityFlagged ? <Pill tone="warn">flagged</Pill> : null}
          </>
        ) : (
          <span className="text-ink-muted">none yet</span>
        )}
      </Fact>
      <Fact label="Reference">
        <Value value={session.externalRef} label="External reference" />
      </Fact>
      <Fact label="Submitted">
        {origin?.submittedAt ? <RelativeTime at={origin.submittedAt} /> : unknown}
      </Fact>
      {origin ? <OriginFacts origin={origin} /> : null}
    </dl>
  );
}
