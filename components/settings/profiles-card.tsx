import type { ComponentProps } from "react";
import { Card } from "@/components/ui/card";
import { limitsOf } from "@/components/ui/form-limits";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type LawDto, requestSettingsInput } from "@/lib/request-settings/schema";
import { isLonger, type ProfileDraft, type ProfileDrafts, type profileParts } from "./profile-draft";
import type { Problems } from "./use-settings-draft";

type ProfilesCardProps = {
  laws: readonly LawDto[];
  drafts: ProfileDrafts;
  problems: Problems;
  edit: (drafts: ProfileDrafts) => void;
  mayUpdate: boolean;
};

/** Edits the terms of each law, with the law's own values beside them. */
export function ProfilesCard({ laws, drafts, problems, edit, mayUpdate }: ProfilesCardProps) {
  return (
    <Card title="Deadlines by law">
      <div className="flex flex-col gap-5">
        <p className="text-ink-muted">
          Leave a field empty to use the legal value. You can set a shorter deadline. A deadline longer than
          the law allows is marked.
        </p>
        {laws.map((law) => (
          <LawFields
            key={law.id}
            law={law}
            draft={drafts[law.id]}
            problems={problems}
            mayUpdate={mayUpdate}
            edit={(part) => edit({ ...drafts, [law.id]: { ...drafts[law.id], ...part } })}
          />
        ))}
      </div>
    </Card>
  );
}

type LawFieldsProps = {
  law: LawDto;
  draft: ProfileDraft;
  problems: Problems;
  edit: (part: Partial<ProfileDraft>) => void;
  mayUpdate: boolean;
};

/** A draft's field that is typed. */
type Typed = Exclude<keyof ProfileDraft, "moves">;

function LawFields({ law, draft, problems, edit, mayUpdate }: LawFieldsProps) {
  const typed = (
    part: Typed,
    name: (typeof profileParts)[number],
    look: ComponentProps<typeof TextField>,
  ) => (
    <TextField
      {...limitsOf(requestSettingsInput, `profiles.${law.id}.${name}`)}
      {...look}
      error={problems[`profiles.${law.id}.${name}`]}
      value={draft[part]}
      readOnly={!mayUpdate}
      onChange={(event) => edit({ [part]: event.target.value })}
    />
  );
  const term = (part: "answer" | "extended", label: string, said: string, days: number) => {
    const hint = isLonger(draft[part], days)
      ? `Longer than the law allows: ${said}.`
      : `Legal value: ${said}.`;
    return typed(part, `${part}Days`, { label, hint, type: "number", placeholder: said });
  };
  const moved = law.movesToWorkingDay ? "yes" : "no";
  const reminders = law.remindWithDaysLeft.join(", ");
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-ui font-semibold">{law.law}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {term("answer", "Answer within, days", law.answer, law.answerDays)}
        {term("extended", "Extended to, days", law.extended, law.extendedDays)}
        <Select
          label="Extend to next working day"
          value={draft.moves}
          disabled={!mayUpdate}
          options={[
            { value: "", label: `Legal default: ${moved}` },
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
          ]}
          onChange={(event) => edit({ moves: event.target.value as ProfileDraft["moves"] })}
        />
        {typed("remind", "remindWithDaysLeft", {
          label: "Reminders, with days left",
          hint: `Default: ${reminders}.`,
          placeholder: reminders,
        })}
        {typed("kept", "keptYears", {
          label: "AML retention, years",
          hint: `Applies to approved sessions. Legal value: ${law.keptYears}.`,
          type: "number",
          placeholder: String(law.keptYears),
        })}
        {typed("keptBy", "keptYearsByDocument", {
          label: "AML retention by document type, years",
          hint: "For document types with another retention period.",
          placeholder: "passport 10, visa 7",
        })}
      </div>
    </fieldset>
  );
}
