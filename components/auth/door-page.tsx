import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/language/language-switch";
import { PrivacyLink } from "@/components/language/privacy-link";
import { cx } from "@/components/ui/cx";
import type { Language } from "@/lib/language/languages";
import type { PageOwner } from "@/lib/organization/policy";

const Product = () => (
  <>
    <span
      aria-hidden
      className="grid size-5 shrink-0 place-items-center rounded-md bg-ink text-sm text-surface"
    >
      C
    </span>
    <span className="flex-1">Countersign</span>
  </>
);

/** The organization that a page belongs to: its logo and name above, how it is reached below. */
function Owner({ owner: { name, logo } }: { owner: PageOwner }) {
  if (!logo) return <span className="min-w-0 grow basis-40 break-words">{name}</span>;
  return (
    <span className="min-w-0 grow basis-40">
      {/* A picture of the installation's own, of a size that is known. */}
      {/* biome-ignore lint/performance/noImgElement: the optimizer would encode a small picture again */}
      <img
        src={logo.url}
        alt={name}
        width={logo.width}
        height={logo.height}
        className="h-auto max-h-14 w-auto max-w-full rounded-sm"
      />
    </span>
  );
}

function Foot({ owner: { name, lines, privacyNotice } }: { owner: PageOwner }) {
  if (lines.length === 0 && !privacyNotice) return null;
  return (
    <address className="mt-5 border-t pt-3 text-sm text-ink-muted not-italic">
      {[name, ...lines].map((line) => (
        <span key={line} className="block break-words">
          {line}
        </span>
      ))}
      {privacyNotice ? <PrivacyLink href={privacyNotice} /> : null}
    </address>
  );
}

/** The frame of pages outside the dashboard: sign-in, welcome, and pages without an account. */
export function DoorPage({
  language,
  title,
  lead,
  wide,
  owner,
  children,
}: {
  language: Language;
  title: string;
  lead?: ReactNode;
  /** Leaves room for a form with two columns. */
  wide?: boolean;
  /** The organization that the page belongs to; Countersign's own by default. */
  owner?: PageOwner;
  children: ReactNode;
}) {
  return (
    <main lang={language} className="grid min-h-dvh place-items-center bg-surface-2 p-4">
      <div className={cx("w-full rounded-lg border bg-surface p-6", wide ? "max-w-160" : "max-w-88")}>
        <div className="mb-5 flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold tracking-tight">
          {owner ? <Owner owner={owner} /> : <Product />}
          <LanguageSwitch language={language} />
        </div>
        <h1 className="text-title font-semibold">{title}</h1>
        {lead ? <p className="mt-1 text-ink-muted">{lead}</p> : null}
        <div className="mt-4">{children}</div>
        {owner ? <Foot owner={owner} /> : null}
      </div>
    </main>
  );
}
