"use client";

import { useMutation } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import Link from "next/link";
import { problemOf } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormAlert } from "@/components/ui/form-alert";
import type { Environment } from "@/lib/actor/actor";
import { wordBrief } from "@/lib/brief/client";
import type { BriefWordingDto, Side, WordedSentence, WordingProblem } from "@/lib/brief/schema";

/** The texts of the card in the reader's language. The server fills and sends them. */
export type WordingTexts = {
  title: string;
  before: string;
  ask: string;
  again: string;
  after: string;
  sent: string;
  instructions: string;
  done: string;
  sides: Readonly<Record<Side, string>>;
  problems: Readonly<Record<WordingProblem, string>>;
};

/** A worded sentence, with a numbered link to each item that it was made from. */
function Worded({ said, sent }: { said: WordedSentence; sent: BriefWordingDto["sent"] }) {
  return (
    <li className="px-3 py-1.5">
      {said.text}{" "}
      <span className="text-sm whitespace-nowrap">
        {said.from.map((at) => (
          <Link
            key={at}
            href={sent[at]?.href ?? ""}
            prefetch={false}
            title={sent[at]?.text}
            aria-label={`${at + 1}: ${sent[at]?.text ?? ""}`}
            className="mr-1 inline-block min-w-6 rounded border px-1 text-center text-ink-muted hover:text-accent"
          >
            {at + 1}
          </Link>
        ))}
      </span>
    </li>
  );
}

function Answer({ texts, wording }: { texts: WordingTexts; wording: BriefWordingDto }) {
  const sides = [...new Set(wording.sentences.map(({ side }) => side))];
  return (
    <>
      {wording.problem ? <FormAlert>{texts.problems[wording.problem]}</FormAlert> : null}
      {sides.map((side) => (
        <div key={side}>
          <h3 className="font-semibold">{texts.sides[side]}</h3>
          <ul>
            {wording.sentences
              .filter((said) => said.side === side)
              .map((said) => (
                <Worded key={`${said.from.join()} ${said.text}`} said={said} sent={wording.sent} />
              ))}
          </ul>
        </div>
      ))}
      <details>
        <summary className="cursor-pointer text-ink-muted">{texts.sent}</summary>
        <ol className="mt-2 list-decimal pl-8">
          {wording.sent.map(({ side, text, href }, at) => (
            <li key={`${href} ${String(at)}`}>
              <span className="text-ink-muted">{`[${side}] `}</span>
              {text}
            </li>
          ))}
        </ol>
        <p className="mt-2 font-semibold">{texts.instructions}</p>
        <p className="whitespace-pre-line" lang="en">
          {wording.instructions}
        </p>
      </details>
    </>
  );
}

type WordingCardProps = { environment: Environment; caseId: string; texts: WordingTexts };

/** Has the sentences of a brief worded by the installation's model, and shows what was sent. */
export function WordingCard({ environment, caseId, texts }: WordingCardProps) {
  const wording = useMutation({
    mutationFn: () => wordBrief(environment, caseId),
    // A problem is an alert, which says itself.
    onSuccess: ({ problem }) => (problem ? undefined : announce(texts.done)),
  });
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-3">
        <p className="max-w-prose text-ink-muted">
          {wording.data?.problem === null ? texts.after : texts.before}
        </p>
        <div>
          <Button size="sm" icon={<PenLine />} pending={wording.isPending} onClick={() => wording.mutate()}>
            {wording.data ? texts.again : texts.ask}
          </Button>
        </div>
        {wording.error ? <FormAlert>{problemOf(wording.error).detail}</FormAlert> : null}
        {wording.data ? <Answer texts={texts} wording={wording.data} /> : null}
      </div>
    </Card>
  );
}
