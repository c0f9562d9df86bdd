"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { duration } from "@/lib/format/number";
import { settingsQueries } from "@/lib/settings/client";
import { minutesOf } from "./review-changes";
import { ReviewersCard } from "./reviewers-card";
import { RoutingPreviewCard } from "./routing-preview-card";
import { RoutingRulesCard } from "./routing-rules-card";
import { SaveBar } from "./save-bar";
import { type ReviewSettings, useReviewSettings } from "./use-review-settings";

type PartProps = { review: ReviewSettings; mayUpdate: boolean };

function FourEyesCard({ review, mayUpdate }: PartProps) {
  return (
    <Card title="Decisions">
      <Switch
        label="Dual review"
        hint="The first decision is a recommendation, and a second reviewer makes the final decision. If they disagree, a lead who made neither decision decides."
        checked={review.draft.dualReview}
        disabled={!mayUpdate}
        onChange={(event) => review.edit({ dualReview: event.target.checked })}
      />
      <Switch
        label="Blind second review"
        hint="With dual review, the second reviewer sees the first decision and its notes only after their own decision."
        checked={review.draft.blindSecondReview}
        disabled={!mayUpdate}
        onChange={(event) => review.edit({ blindSecondReview: event.target.checked })}
      />
      <Switch
        label="Approval waits for screening"
        hint="A case cannot be approved until every screening hit is dismissed or confirmed."
        checked={review.draft.approvalNeedsHits}
        disabled={!mayUpdate}
        onChange={(event) => review.edit({ approvalNeedsHits: event.target.checked })}
      />
    </Card>
  );
}

function BriefCard({ review, mayUpdate, modelHost }: PartProps & { modelHost: string | null }) {
  const { briefWording } = review.draft;
  return (
    <Card title="Briefs">
      <Switch
        label="Briefs worded by your model"
        hint={
          modelHost
            ? `On the brief of a case, each member who may see the case can have its sentences worded by the model at ${modelHost}. It gets the sentences, but no name, no id and no value of a field. It decides nothing.`
            : "No model is set. The operator sets BRIEF_MODEL_URL and BRIEF_MODEL."
        }
        checked={briefWording}
        disabled={!mayUpdate || (!modelHost && !briefWording)}
        onChange={(event) => review.edit({ briefWording: event.target.checked })}
      />
    </Card>
  );
}

function AgesCard({ review, mayUpdate }: PartProps) {
  const { draft, edit, problems } = review;
  const field = (key: "warn" | "breach", label: string, problem: string | undefined) => (
    <TextField
      label={label}
      type="number"
      min={0}
      step="any"
      value={draft[key]}
      readOnly={!mayUpdate}
      error={problem}
      hint={problem ? undefined : `After ${duration(minutesOf(draft[key]) * 60_000)} in review.`}
      onChange={(event) => edit({ [key]: event.target.value })}
      fieldClassName="flex-1"
    />
  );
  return (
    <Card title="SLA">
      <div className="flex flex-wrap gap-4">
        {field("warn", "Warn after (h)", problems.slaWarnMinutes)}
        {field("breach", "Overdue after (h)", problems.slaBreachMinutes)}
      </div>
    </Card>
  );
}

function SecondLookCard({ review, mayUpdate }: PartProps) {
  const problem = review.problems.secondLookPercent;
  return (
    <Card title="Second look">
      <TextField
        label="Decisions sampled (%)"
        type="number"
        min={0}
        max={100}
        step={1}
        value={review.draft.secondLook}
        readOnly={!mayUpdate}
        error={problem}
        hint={
          problem
            ? undefined
            : "Another member looks at these decided cases without seeing the outcome. It changes nothing on the case. 0 samples none."
        }
        onChange={(event) => review.edit({ secondLook: event.target.value })}
      />
    </Card>
  );
}

function ApplicantsCard({ review, mayUpdate }: PartProps) {
  const problem = review.problems.minimumAge;
  return (
    <Card title="Applicants">
      <TextField
        label="Minimum age (years)"
        type="number"
        min={1}
        max={120}
        step={1}
        value={review.draft.minimumAge}
        readOnly={!mayUpdate}
        error={problem}
        hint={
          problem
            ? undefined
            : "A session that is captured here is not approved automatically if the applicant is younger, or if their age is not known. Leave empty for no minimum."
        }
        onChange={(event) => review.edit({ minimumAge: event.target.value })}
      />
    </Card>
  );
}

type ReviewViewProps = {
  mayUpdate: boolean;
  mayManage: boolean;
  /** Where the installation's model answers; null where none is set. */
  modelHost: string | null;
};

export function ReviewView({ mayUpdate, mayManage, modelHost }: ReviewViewProps) {
  const environment = useEnvironment();
  const review = useReviewSettings();
  const { draft } = review;
  const preview = useQuery({
    ...settingsQueries.routingPreview(environment, draft.rules),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="grid flex-1 content-start gap-4 p-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <FourEyesCard review={review} mayUpdate={mayUpdate} />
          <SecondLookCard review={review} mayUpdate={mayUpdate} />
          <AgesCard review={review} mayUpdate={mayUpdate} />
          <ApplicantsCard review={review} mayUpdate={mayUpdate} />
          <BriefCard review={review} mayUpdate={mayUpdate} modelHost={modelHost} />
          {mayManage ? <ReviewersCard /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <RoutingRulesCard
            rules={draft.rules}
            mayUpdate={mayUpdate}
            preview={preview.data}
            onChange={(rules) => review.edit({ rules })}
          />
          <RoutingPreviewCard preview={preview.data} />
        </div>
      </div>
      <SaveBar access={review} mayUpdate={mayUpdate} />
    </>
  );
}
