import Link from "next/link";
import { deskPath } from "@/components/cases/desk-path";
import { TopBar } from "@/components/shell/top-bar";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import type { Environment } from "@/lib/actor/actor";
import type { BriefDto, BriefSentence, Side } from "@/lib/brief/schema";
import type { Language } from "@/lib/language/languages";
import { WordingCard, type WordingTexts } from "./wording-card";
import { type Translate, wordSentence } from "./words";

type SideCardProps = { t: Translate; side: Side; sentences: readonly BriefSentence[] };

function SideCard({ t, side, sentences }: SideCardProps) {
  return (
    <Card title={t(`sides.${side}`)} aside={sentences.length > 0 ? sentences.length : null} flush>
      {sentences.length === 0 ? <p className="p-3 text-ink-muted">{t(`nothing.${side}`)}</p> : null}
      <ul className="divide-y">
        {sentences.map((said, at) => (
          <li key={`${said.code}-${String(at)}`}>
            <Link
              href={said.href}
              prefetch={false}
              className="flex min-h-9 items-center px-3 py-1.5 hover:bg-surface-2 hover:text-accent"
            >
              {wordSentence(t, said)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What speaks for a person is usually the longest list, and has a column to itself. */
const columns = [
  ["against", "unavailable", "similar"],
  ["for"],
] as const satisfies readonly (readonly Side[])[];

type BriefViewProps = {
  environment: Environment;
  brief: BriefDto;
  language: Language;
  t: Translate;
  /** The texts of the card of the model; null where no model may word the brief. */
  wording: WordingTexts | null;
};

/** Shows the facts of a case, side by side, in the reader's language. */
export function BriefView({ environment, brief, language, t, wording }: BriefViewProps) {
  const back = deskPath(environment, brief.caseId);
  return (
    <>
      <TopBar title={t("title")} trail={[{ label: brief.caseId, href: back }]} />
      <div lang={language} data-scroll className="min-h-0 flex-1 overflow-y-auto p-4">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
            <p className="max-w-prose min-w-0 flex-1 text-ink-muted">{t("lead")}</p>
            <CopyableId id={brief.caseId} label="Case ID" show="start" />
          </div>
          {wording ? <WordingCard environment={environment} caseId={brief.caseId} texts={wording} /> : null}
          <div className="grid items-start gap-4 lg:grid-cols-2">
            {columns.map((column) => (
              <div key={column[0]} className="flex min-w-0 flex-col gap-4">
                {column.map((side) => (
                  <SideCard
                    key={side}
                    t={t}
                    side={side}
                    sentences={brief.sentences.filter((each) => each.side === side)}
                  />
                ))}
              </div>
            ))}
          </div>
          <p>
            <Link href={back} className="text-accent hover:underline">
              {t("back")}
            </Link>
          </p>
        </div>
      </div>
    </>
  );
}
