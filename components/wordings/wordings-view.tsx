"use client";

import { useMutation } from "@tanstack/react-query";
import { FileText, Undo2 } from "lucide-react";
import { Suspense, useState } from "react";
import { lawNames, letterNames } from "@/components/requests/words";
import { SaveBar } from "@/components/settings/save-bar";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-field";
import {
  type LetterKind,
  letterKinds,
  letterLanguageNames,
  letterLanguages,
} from "@/lib/contract/vocabulary";
import { savePreview } from "@/lib/wordings/client";
import { type WordingPlace, wordingInput, wordingPlace } from "@/lib/wordings/schema";
import { changedTexts, useWording, type WordingAccess } from "./use-wording";
import { VersionsCard } from "./versions-card";
import { paragraphWords } from "./words";

/** One of the choices of a letter, law and language. */
function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  names: Record<Value, string>;
  values: readonly Value[];
  onChoose: (value: Value) => void;
}) {
  const { label, value, names, values, onChoose } = props;
  return (
    <Select
      label={label}
      value={value}
      options={values.map((each) => ({ value: each, label: names[each] }))}
      onChange={({ target }) => onChoose(values.find((each) => each === target.value) ?? value)}
    />
  );
}

/** Letters that the law of California does not know. */
const europeanLetters: readonly LetterKind[] = ["lifting", "recipients"];

function LetterCard({ place, onChoose }: { place: WordingPlace; onChoose: (place: WordingPlace) => void }) {
  const { letter, law, language } = place;
  return (
    <Card title="Letter">
      <div className="grid gap-3 sm:grid-cols-3">
        <Choice
          label="Letter"
          value={letter}
          names={letterNames}
          values={letterKinds.filter((each) => law !== "ccpa" || !europeanLetters.includes(each))}
          onChoose={(chosen) => onChoose({ ...place, letter: chosen })}
        />
        <Choice
          label="Law"
          value={law}
          names={lawNames}
          values={wordingInput.shape.law.options}
          onChoose={(chosen) =>
            onChoose({
              ...place,
              law: chosen,
              letter: chosen === "ccpa" && europeanLetters.includes(letter) ? "acknowledgement" : letter,
            })
          }
        />
        <Choice
          label="Language"
          value={language}
          names={letterLanguageNames}
          values={letterLanguages}
          onChoose={(chosen) => onChoose({ ...place, language: chosen })}
        />
      </div>
      <p className="mt-3 text-ink-muted">
        You can word each paragraph yourself. A name in braces, such as {"{id}"}, is filled in and must stay.
        No paragraph can be left out, and the grounds of a refusal with their articles cannot be worded. The
        title is the subject of the message that the letter goes with.
      </p>
    </Card>
  );
}

function Paragraphs({ access, mayUpdate }: { access: WordingAccess; mayUpdate: boolean }) {
  const { settings, draft, problems, edit } = access;
  return (
    <Card title="Paragraphs">
      <div className="flex flex-col gap-4">
        {settings.paragraphs.map(({ name, ours, placeholders }) => {
          const text = draft[name] ?? "";
          const named = placeholders.map((each) => `{${each}}`).join(", ");
          return (
            <div key={name} className="flex flex-col items-start gap-1">
              <TextArea
                label={paragraphWords[name]}
                rows={Math.min(6, Math.ceil(text.length / 70) + 1)}
                lang={settings.language}
                value={text}
                maxLength={2000}
                readOnly={!mayUpdate}
                error={problems[`texts.${name}`]}
                hint={named ? `Contains ${named}.` : undefined}
                onChange={(event) => edit({ [name]: event.target.value })}
                fieldClassName="w-full"
              />
              {mayUpdate && text !== ours ? (
                <Button size="sm" variant="ghost" icon={<Undo2 />} onClick={() => edit({ [name]: ours })}>
                  Use standard text: {paragraphWords[name]}
                </Button>
              ) : null}
            </div>
          );
        })}
      </div>
    </Card>
  );
}

function PreviewCard({ access, mayUpdate }: { access: WordingAccess; mayUpdate: boolean }) {
  const environment = useEnvironment();
  const { settings, draft, isSound, edit } = access;
  const { letter, law, language, paragraphs } = settings;
  const preview = useMutation({
    mutationFn: () =>
      savePreview(environment, { letter, law, language, texts: changedTexts(settings, draft) }),
    onError: (error) => toastProblem("The preview could not be made", error),
  });
  const isOurs = paragraphs.every(({ name, ours }) => draft[name] === ours);
  const putBack = () => edit(Object.fromEntries(paragraphs.map(({ name, ours }) => [name, ours])));
  return (
    <Card title="Preview">
      <p className="mb-3 text-ink-muted">
        The PDF has your letterhead, the texts on this page, and fictional facts. It also shows the paragraphs
        of other cases.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<FileText />}
          pending={preview.isPending}
          disabled={!isSound}
          onClick={() => preview.mutate()}
        >
          Download preview
        </Button>
        {mayUpdate ? (
          <Button icon={<Undo2 />} disabled={isOurs} onClick={putBack}>
            Use standard texts
          </Button>
        ) : null}
      </div>
    </Card>
  );
}

function Wording({ place, mayUpdate }: { place: WordingPlace; mayUpdate: boolean }) {
  const access = useWording(place);
  return (
    <>
      <div className="grid flex-1 content-start items-start gap-4 px-4 pb-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Paragraphs access={access} mayUpdate={mayUpdate} />
        <div className="grid gap-4">
          <PreviewCard access={access} mayUpdate={mayUpdate} />
          <VersionsCard wording={access.settings} />
        </div>
      </div>
      <SaveBar access={access} mayUpdate={mayUpdate} />
    </>
  );
}

/** The texts of letters, which an organization may word itself. */
export function WordingsView({ mayUpdate }: { mayUpdate: boolean }) {
  const [place, setPlace] = useState(() => wordingPlace.parse({}));
  const key = `${place.letter}/${place.law}/${place.language}`;
  return (
    <>
      <div className="p-4">
        <LetterCard place={place} onChoose={setPlace} />
      </div>
      <Suspense key={key} fallback={<SkeletonRows rows={8} label="Loading the texts" />}>
        <Wording place={place} mayUpdate={mayUpdate} />
      </Suspense>
    </>
  );
}
