"use client";

import Link from "next/link";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { ForeignText } from "@/components/ui/foreign-text";
import { FormDialog } from "@/components/ui/form-dialog";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { counted } from "@/lib/format/number";
import { searchIdentities } from "@/lib/identities/client";
import { type IdentitySearchDto, identitySearchInput, type SearchKind } from "@/lib/identities/schema";
import { statusTones } from "./identity-columns";
import { inWords, nobody, PersonFields } from "./person-fields";

type Row = { key: string; href: string; subject: string | null | undefined; kinds: readonly SearchKind[] };

function Hit({ row, children }: { row: Row; children: React.ReactNode }) {
  return (
    <li className="grid gap-0.5 border-t py-2 first:border-t-0">
      <span className="flex flex-wrap items-center gap-2">
        {row.subject ? <ForeignText className="font-medium">{row.subject}</ForeignText> : null}
        <Link className="font-mono text-sm text-link wrap-anywhere" href={row.href} prefetch={false}>
          {row.key}
        </Link>
      </span>
      <span className="text-sm text-ink-muted">
        {inWords(row.kinds)}, {children}
      </span>
    </li>
  );
}

function Found({ found }: { found: IdentitySearchDto }) {
  const environment = useEnvironment();
  const { data, sessions, isCapped } = found;
  if (data.length + sessions.length === 0)
    return (
      <p className="text-ink-muted">
        Nobody was found. Restricted and redacted sessions are not searched, nor sessions whose values were
        erased by retention.
      </p>
    );
  return (
    <div className="grid max-h-96 gap-3 overflow-y-auto">
      {data.length > 0 ? (
        <section aria-label="Identities found">
          <h3 className="font-medium">Identities</h3>
          <ul>
            {data.map(({ identity, matchedBy }) => (
              <Hit
                key={identity.id}
                row={{
                  key: identity.id,
                  href: `/${environment}/identities/${encodeURIComponent(identity.id)}`,
                  subject: identity.subject,
                  kinds: matchedBy,
                }}
              >
                {counted(identity.sessionCount, "session")}{" "}
                <Pill tone={statusTones[identity.status]}>{identity.status}</Pill>
              </Hit>
            ))}
          </ul>
        </section>
      ) : null}
      {sessions.length > 0 ? (
        <section aria-label="Sessions found">
          <h3 className="font-medium">Sessions without an identity</h3>
          <ul>
            {sessions.map(({ id, subject, createdAt, matchedBy }) => (
              <Hit
                key={id}
                row={{
                  key: id,
                  href: `/${environment}/sessions/${encodeURIComponent(id)}`,
                  subject,
                  kinds: matchedBy,
                }}
              >
                created <RelativeTime at={createdAt} />
              </Hit>
            ))}
          </ul>
        </section>
      ) : null}
      {isCapped ? <p className="text-warn">More were found than are listed. Add another value.</p> : null}
    </div>
  );
}

/** Finds a person by values that are personal: they stay in this dialog, and no address or log holds them. */
export default function FindDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const [found, setFound] = useState<IdentitySearchDto>();
  const form = useActionForm({
    schema: identitySearchInput,
    values: nobody,
    send: async (input) => {
      const answer = await searchIdentities(environment, input);
      setFound(answer);
      announce(`${counted(answer.data.length + answer.sessions.length, "result")} found`);
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Find a person"
      description="Finds every person who shares one of these values, in whatever way it is written. The audit log records that you searched, without the values."
      submit="Find"
    >
      <PersonFields form={form} />
      {found ? <Found found={found} /> : null}
    </FormDialog>
  );
}
