"use client";

import Link from "next/link";
import { useState } from "react";
import { inWords, nobody, PersonFields } from "@/components/identities/person-fields";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { ForeignText } from "@/components/ui/foreign-text";
import { FormDialog } from "@/components/ui/form-dialog";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { counted } from "@/lib/format/number";
import { identitySearchInput } from "@/lib/identities/schema";
import { findRequests } from "@/lib/register/client";
import type { RequestsFound } from "@/lib/register/schema";
import { kindNames, statusNames } from "./words";

function Found({ found: { data, isCapped } }: { found: RequestsFound }) {
  const environment = useEnvironment();
  if (data.length === 0)
    return (
      <p className="text-ink-muted">
        No request was found. Requests whose requester was erased are not searched.
      </p>
    );
  return (
    <section aria-label="Requests found" className="max-h-96 overflow-y-auto">
      <ul>
        {data.map(({ request: { id, kind, status, requester, receivedAt }, matchedBy }) => (
          <li key={id} className="grid gap-0.5 border-t py-2 first:border-t-0">
            <span className="flex flex-wrap items-center gap-2">
              {requester ? <ForeignText className="font-medium">{requester}</ForeignText> : null}
              <Link
                className="font-mono text-sm text-link wrap-anywhere"
                href={`/${environment}/requests/${encodeURIComponent(id)}`}
                prefetch={false}
              >
                {id}
              </Link>
            </span>
            <span className="text-sm text-ink-muted">
              {kindNames[kind]}, {inWords(matchedBy)}, received <RelativeTime at={receivedAt} />{" "}
              <Pill tone={status === "open" ? "info" : "neutral"}>{statusNames[status]}</Pill>
            </span>
          </li>
        ))}
      </ul>
      {isCapped ? <p className="text-warn">More were found than are listed. Add another value.</p> : null}
    </section>
  );
}

/** Finds the requests of a person. The values stay in this dialog, and no address or log holds them. */
export default function FindRequestDialog({ onClose }: { onClose: () => void }) {
  const environment = useEnvironment();
  const [found, setFound] = useState<RequestsFound>();
  const form = useActionForm({
    schema: identitySearchInput,
    values: nobody,
    send: async (input) => {
      const answer = await findRequests(environment, input);
      setFound(answer);
      announce(`${counted(answer.data.length, "request")} found`);
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="md"
      title="Find a person's requests"
      description="Finds every request whose requester shares one of these values, in whatever way it is written. The audit log records that you searched, without the values."
      submit="Find"
    >
      <PersonFields form={form} />
      {found ? <Found found={found} /> : null}
    </FormDialog>
  );
}
