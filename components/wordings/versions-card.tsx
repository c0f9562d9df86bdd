import { Card } from "@/components/ui/card";
import { ForeignText } from "@/components/ui/foreign-text";
import { useExact } from "@/components/ui/time-zone";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import type { WordingDto } from "@/lib/wordings/schema";
import { paragraphWords } from "./words";

function Text({ text, language }: { text: string | null; language: LetterLanguage }) {
  if (text === null) return <span className="text-ink-muted">standard text</span>;
  return (
    <span lang={language}>
      <ForeignText>{text}</ForeignText>
    </span>
  );
}

/** Lists who saved which texts, the newest first. */
export function VersionsCard({ wording: { versions, language } }: { wording: WordingDto }) {
  const exact = useExact();
  return (
    <Card title="Versions" flush>
      <ul aria-label="Versions" className="divide-y">
        {versions.map(({ version, savedBy, savedAt, changes }) => (
          <li key={version} className="p-3">
            <details>
              <summary className="cursor-pointer">
                <b className="font-medium">Version {version}</b>{" "}
                <span className="text-sm text-ink-muted">
                  {exact(savedAt)}, {savedBy}: {changes.map(({ name }) => paragraphWords[name]).join(", ")}
                </span>
              </summary>
              <dl className="mt-2 flex flex-col gap-2">
                {changes.map(({ name, before, after }) => (
                  <div key={name}>
                    <dt className="font-medium">{paragraphWords[name]}</dt>
                    <dd>
                      <span className="text-sm text-ink-muted">Before: </span>
                      <Text text={before} language={language} />
                    </dd>
                    <dd>
                      <span className="text-sm text-ink-muted">After: </span>
                      <Text text={after} language={language} />
                    </dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
        {versions.length === 0 ? (
          <li className="p-3 text-ink-muted">Nothing was changed: this letter has the standard text.</li>
        ) : null}
      </ul>
    </Card>
  );
}
