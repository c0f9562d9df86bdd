import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import type { LawDto } from "@/lib/request-settings/schema";
import {
  isLonger,
  keptByProblem,
  keptProblem,
  type ProfileDraft,
  type ProfileDrafts,
  remindProblem,
  termProblem,
} from "./profile-draft";

type ProfilesCardProps = {
  laws: readonly LawDto[];
  drafts: ProfileDrafts;
  edit: (drafts: ProfileDrafts) => void;
  mayUpdate: boolean;
};

/** The terms of each law as they are kept here, with the law's own beside each. */
export function ProfilesCard({ laws, drafts, edit, mayUpdate }: ProfilesCardProps) {
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
  edit: (part: Partial<ProfileDraft>) => void;
  mayUpdate: boolean;
};

function LawFields({ law, draft, edit, mayUpdate }: LawFieldsProps) {
  const term = (part: "answer" | "extended", label: string, said: string, days: number) => (
    <TextField
      label={label}
      type="number"
      min={1}
      max={365}
      value={draft[part]}
      placeholder={said}
      readOnly={!mayUpdate}
      error={termProblem(draft[part])}
      hint={isLonger(draft[part], days) ? `Longer than the law allows: ${said}.` : `Legal value: ${said}.`}
      onChange={(event) => edit({ [part]: event.target.value })}
    />
  );
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
        <TextField
          label="Reminders, with days left"
          value={draft.remind}
          placeholder={reminders}
          readOnly={!mayUpdate}
          error={remindProblem(draft.remind)}
          hint={`Default: ${reminders}.`}
          onChange={(event) => edit({ remind: event.target.value })}
        />
        <TextField
          label="AML retention, years"
          type="number"
          min={0}
          max={30}
          value={draft.kept}
          placeholder={String(law.keptYears)}
          readOnly={!mayUpdate}
          error={keptProblem(draft.kept)}
          hint={`Applies to approved sessions. Legal value: ${law.keptYears}.`}
          onChange={(event) => edit({ kept: event.target.value })}
        />
        <TextField
          label="AML retention by document type, years"
          value={draft.keptBy}
          placeholder="passport 10, visa 7"
          readOnly={!mayUpdate}
          error={keptByProblem(draft.keptBy)}
          hint="For document types with another retention period."
          onChange={(event) => edit({ keptBy: event.target.value })}
        />
      </div>
    </fieldset>
  );
}
