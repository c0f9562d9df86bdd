"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { rolesInWords } from "@/components/team/role-words";
import { Button, buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { KeyValueList } from "@/components/ui/key-value-list";
import { LookPill } from "@/components/ui/look-pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { ssoActions, ssoQueries, testSignInAt } from "@/lib/single-sign-on/client";
import type { CheckDto, ConnectionDto } from "@/lib/single-sign-on/schema";
import { Found } from "./create-dialog";

const looks = {
  good: { tone: "good", Icon: Check },
  bad: { tone: "bad", Icon: X },
} as const;

/** The provider's own words, as text. */
const Words = ({ words }: { words: string | null }) =>
  words ? <blockquote className="border-l-2 pl-2 font-mono text-sm wrap-anywhere">{words}</blockquote> : null;

function Checked({ told }: { told: CheckDto }) {
  return (
    <div role="status" className="grid gap-2">
      <LookPill look={told.success ? looks.good : looks.bad}>
        {told.success ? `The provider answers, with ${told.keys} keys` : "The check failed"}
      </LookPill>
      <Words words={told.words} />
      {told.found ? <Found found={told.found} /> : null}
    </div>
  );
}

function Outcome({ connection: { testOutcome: told, testedAt } }: { connection: ConnectionDto }) {
  if (!told || !testedAt) return null;
  return (
    <section aria-label="Last test sign-in" className="grid gap-2">
      <p>
        <LookPill look={told.success ? looks.good : looks.bad}>
          {told.success ? "This person would be signed in" : "This person would be refused"}
        </LookPill>{" "}
        <RelativeTime at={testedAt} />
      </p>
      <Words words={told.words} />
      {told.note ? <p>{told.note}</p> : null}
      {told.email || told.groups.length > 0 ? (
        <KeyValueList
          items={[
            { key: "email", label: "E-mail address", value: told.email ?? "none" },
            { key: "groups", label: "Groups", value: told.groups.join(", ") || "none" },
            { key: "roles", label: "Roles", value: rolesInWords(told.roles) || "none" },
          ]}
        />
      ) : null}
    </section>
  );
}

type TestDialogProps = { connection: ConnectionDto; onClose: () => void };

/** Tests a connection: what the provider says of itself, and how a sign-in ends. */
export default function TestDialog({ connection, onClose }: TestDialogProps) {
  const environment = useEnvironment();
  const [isWaiting, setWaiting] = useState(false);
  const check = useSecretAction(ssoQueries.all, (_) => ssoActions.check(environment, connection.id));
  const { data } = useQuery({
    ...ssoQueries.overview(environment),
    refetchInterval: isWaiting ? 2_000 : false,
  });
  const now = data?.connections.find(({ id }) => id === connection.id) ?? connection;
  const isOver = now.testedAt !== connection.testedAt;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={`Test ${connection.name}`}
      description="A test signs nobody in. It also works while the connection is off."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          <Button pending={check.isPending} onClick={() => check.mutate(undefined)} data-autofocus="">
            Check the provider
          </Button>
          <a
            className={buttonClass({ variant: "primary" })}
            href={testSignInAt(environment, connection.id)}
            target="_blank"
            rel="noopener"
            onClick={() => setWaiting(true)}
          >
            Test sign-in in a new tab
          </a>
        </div>
        <FormAlert>{check.error ? problemOf(check.error).detail : undefined}</FormAlert>
        {check.data ? <Checked told={check.data} /> : null}
        {isWaiting && !isOver ? <p role="status">Waiting for the other tab…</p> : null}
        <Outcome connection={now} />
      </div>
    </Dialog>
  );
}
