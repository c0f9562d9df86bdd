"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { type AskedField, type CaptureDocument, hasBack, shownDocuments } from "@/lib/captures/policy";
import { DetailsStep } from "./details-step";
import { PhotoStep } from "./photo-step";

type CaptureFlowProps = {
  /** The capture that this page fills; the browser may fill others in other tabs. */
  linkId: string;
  organization: string;
  /** The instant until which the applicant can finish. */
  until: string;
  /** The pictures that were sent before. */
  documents: readonly string[];
  needsSelfie: boolean;
  needsAddress: boolean;
  documentType: string | null;
  fields: Partial<Record<AskedField, string>>;
};

type Kind = (typeof shownDocuments)[number];
type Step = "kind" | CaptureDocument | "details";

const isKind = (text: string | null): text is Kind => shownDocuments.some((kind) => kind === text);

const stepsOf = (kind: Kind, needsSelfie: boolean, needsAddress: boolean): Step[] => [
  "kind",
  "id_front",
  ...(hasBack(kind) ? (["id_back"] as const) : []),
  ...(needsSelfie ? (["selfie"] as const) : []),
  ...(needsAddress ? (["proof_of_address"] as const) : []),
  "details",
];

/** Leads an applicant from picture to picture. Each is sent at once, so that a reload loses none. */
export function CaptureFlow(props: CaptureFlowProps) {
  const t = useTranslations("capture");
  const format = useFormatter();
  const router = useRouter();
  const [kind, setKind] = useKind(props.linkId, props.documentType);
  const [at, setAt] = useState(0);
  const [sent, setSent] = useState<readonly string[]>(props.documents);
  const heading = useRef<HTMLHeadingElement>(null);
  const hasMoved = useRef(false);
  const steps = stepsOf(kind, props.needsSelfie, props.needsAddress);
  const step = steps[at] ?? "kind";
  // The heading of the next step is read out, and the keyboard continues below it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves with the step
  useEffect(() => {
    if (hasMoved.current) heading.current?.focus();
  }, [step]);
  const move = (by: number) => {
    hasMoved.current = true;
    setAt((was) => Math.max(0, Math.min(steps.length - 1, was + by)));
  };
  const title =
    step === "kind" || step === "details"
      ? t(`${step}.heading`)
      : step === "id_front" && kind === "passport"
        ? t("photo.id_front.passport")
        : t(`photo.${step}.heading`);
  const { organization } = props;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm text-ink-muted">
        <span>{t("progress", { step: at + 1, steps: steps.length })}</span>
        <Until time={format.dateTime(new Date(props.until), { timeStyle: "short", timeZone: zone() })} />
      </p>
      <h2 ref={heading} tabIndex={-1} className="text-title font-semibold outline-none">
        {title}
      </h2>
      {step === "kind" ? <KindStep kind={kind} onChoose={setKind} onNext={() => move(1)} /> : null}
      {step === "details" ? (
        <DetailsStep
          linkId={props.linkId}
          documentType={kind}
          organization={organization}
          fields={props.fields}
          onReceived={() => router.refresh()}
        />
      ) : null}
      {step === "kind" || step === "details" ? null : (
        <>
          <p>{t(`photo.${step}.hint`)}</p>
          <PhotoStep
            linkId={props.linkId}
            key={step}
            document={step}
            organization={organization}
            isSent={sent.includes(step)}
            onSent={() => setSent((was) => [...was, step])}
            onNext={() => move(1)}
          />
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {at > 0 ? (
          <Button variant="ghost" size="lg" onClick={() => move(-1)}>
            {t("back")}
          </Button>
        ) : null}
        {step === "id_back" && kind !== "drivers_license" && !sent.includes(step) ? (
          <Button variant="ghost" size="lg" onClick={() => move(1)}>
            {t("photo.skip")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** The document that the applicant chose. The tab keeps it, so that a reload does not ask for other pictures. */
function useKind(linkId: string, stated: string | null): [Kind, (kind: Kind) => void] {
  const place = `capture/${linkId}`;
  const [kind, setKind] = useState<Kind>(isKind(stated) ? stated : "passport");
  useEffect(() => {
    const kept = readKept(place);
    if (isKind(kept)) setKind(kept);
  }, [place]);
  const choose = (chosen: Kind) => {
    setKind(chosen);
    keep(place, chosen);
  };
  return [kind, choose];
}

/** Some browsers keep nothing, and throw. */
function readKept(place: string): string | null {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}

function keep(place: string, kind: Kind): void {
  try {
    sessionStorage.setItem(place, kind);
  } catch {
    // The applicant chooses again after a reload.
  }
}

/** The zone of the browser: the clock that the applicant looks at. */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Until({ time }: { time: string }) {
  const t = useTranslations("capture");
  const [isInBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return isInBrowser ? <span>{t("until", { time })}</span> : null;
}

type KindStepProps = { kind: Kind; onChoose: (kind: Kind) => void; onNext: () => void };

function KindStep({ kind, onChoose, onNext }: KindStepProps) {
  const t = useTranslations("capture.kind");
  return (
    <>
      <Select
        label={t("label")}
        value={kind}
        onChange={(event) => isKind(event.target.value) && onChoose(event.target.value)}
        options={shownDocuments.map((value) => ({ value, label: t(value) }))}
      />
      <Button
        variant="primary"
        size="lg"
        className="min-h-11 w-full sm:w-auto sm:self-start"
        onClick={onNext}
      >
        {t("next")}
      </Button>
    </>
  );
}
