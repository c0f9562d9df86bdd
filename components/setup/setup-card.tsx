"use client";

import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { rememberChoice } from "@/components/shell/cookies";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Setup, type SetupStep, setupSteps } from "@/lib/setup/schema";

type Words = { title: string; detail: string; page: string | null };

const words: Record<SetupStep, Words> = {
  colleagues: {
    title: "Invite colleagues",
    detail:
      "An admin can neither decide cases nor answer requests. Give these roles to colleagues, or to yourself.",
    page: "members",
  },
  secondFactor: {
    title: "Require a second factor",
    detail: "For roles that see personal data, sign-in should ask for a code besides the password.",
    page: "security",
  },
  sessions: {
    title: "Connect a vendor, or import sessions",
    detail:
      "A connected vendor's sessions appear automatically. A key that may import them, or npm run import on the server, brings others.",
    page: "sources",
  },
  retention: {
    title: "Decide how long data is stored",
    detail: "Until this page is saved, personal data is stored without a limit.",
    page: "retention",
  },
  law: {
    title: "Choose the law for requests",
    detail: "It decides the deadlines of data-subject requests, together with your time zone and holidays.",
    page: "requests",
  },
  checkpoint: {
    title: "Copy seals of the audit log to another place",
    detail: "Set one of AUDIT_CHECKPOINT_FILE, …_S3_BUCKET, …_WEBHOOK or …_SMTP on the server.",
    page: null,
  },
};

function Step({ step, isDone }: { step: SetupStep; isDone: boolean }) {
  const environment = useEnvironment();
  const { title, detail, page } = words[step];
  return (
    <li className="flex gap-2.5 py-1.5">
      {isDone ? (
        <CircleCheck aria-label="Done" role="img" className="mt-0.5 size-4 shrink-0 text-good" />
      ) : (
        <Circle aria-label="Not done" role="img" className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      )}
      <span>
        {page && !isDone ? (
          <Link className="font-medium underline" href={`/${environment}/settings/${page}`}>
            {title}
          </Link>
        ) : (
          <span className={isDone ? "text-ink-muted" : "font-medium"}>{title}</span>
        )}
        {isDone ? null : <span className="block text-sm text-ink-muted">{detail}</span>}
      </span>
    </li>
  );
}

/** Shows an admin what remains to be set up. The steps tick themselves; the card goes when all are done. */
export function SetupCard({ setup }: { setup: Setup }) {
  const [isHidden, setHidden] = useState(false);
  const done = setupSteps.filter((step) => setup[step]).length;
  if (isHidden || done === setupSteps.length) return null;
  const hide = () => {
    rememberChoice("setup", "hidden");
    setHidden(true);
  };
  return (
    <Card
      title="Set up Countersign"
      aside={
        <>
          {done} of {setupSteps.length} done
          <Button size="sm" variant="ghost" onClick={hide}>
            Hide in this browser
          </Button>
        </>
      }
      footer={
        <span className="text-sm text-ink-muted">
          Countersign cannot see whether its databases and images are backed up. “Backups” in
          docs/operations.md says how.
        </span>
      }
    >
      <ol className="grid gap-x-6 md:grid-cols-2">
        {setupSteps.map((step) => (
          <Step key={step} step={step} isDone={setup[step]} />
        ))}
      </ol>
    </Card>
  );
}
