"use client";

import { useEnvironment } from "@/components/shell/environment";
import { CopyableId } from "@/components/ui/copyable-id";
import { IdLink } from "@/components/ui/id-link";
import { Pill } from "@/components/ui/pill";
import type { ReadCertificate } from "@/lib/certificates/client";
import { day } from "@/lib/format/date";
import { counted } from "@/lib/format/number";
import { fateLooks, tableWords } from "./words";

type Page = ReadCertificate["pages"][number]["page"];
type Session = Page["sessions"][number];

/** Lists the destroyed data of each session with its hashes, or the reason why it is kept. */
export function CertificateSessions({ page }: { page: Page }) {
  const environment = useEnvironment();
  return (
    <ul className="my-2 flex flex-col gap-2">
      {page.sessions.map((each) => (
        <li key={each.session} className="rounded-md border p-2">
          <p className="flex flex-wrap items-center gap-2">
            <IdLink id={each.session} href={`/${environment}/sessions/${each.session}?tab=privacy`} />
            <Pill tone={fateLooks[each.fate].tone}>
              {fateLooks[each.fate].word(each.until && day(each.until))}
            </Pill>
            <span className="text-sm text-ink-muted">
              {each.rule}
              {each.source ? ` · ${each.source}` : ""}
            </span>
          </p>
          {each.fate === "erased" ? <Hashes session={each} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Hashes({ session }: { session: Session }) {
  const records = Object.entries(session.records);
  const all = [...Object.values(session.ciphertexts).flat(), ...session.images];
  return (
    <>
      <p className="mt-1 text-sm text-ink-muted">
        {[
          ...records.map(([table, count]) => `${tableWords(table)} ${count}`),
          counted(session.images.length, "image file"),
        ].join(" · ")}
      </p>
      <details className="mt-1 text-sm">
        <summary className="min-h-6 cursor-pointer">
          {counted(all.length, "hash", "hashes")} of erased records and images
        </summary>
        <ul className="mt-1 grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-x-2">
          {all.map((hash, at) => (
            // Two equal ciphertexts do not exist, but two equal keys would be an error of the page.
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <li key={`${hash}${at}`} className="min-w-0">
              <CopyableId id={hash} label="SHA-256" show="middle" />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
