"use client";

import { Camera, Upload } from "lucide-react";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { announce } from "@/components/ui/announce";
import { Button, buttonClass } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { FormAlert } from "@/components/ui/form-alert";
import { captureActions } from "@/lib/captures/client";
import type { CaptureDocument } from "@/lib/captures/policy";
import { useCamera } from "./use-camera";

type PhotoStepProps = {
  linkId: string;
  document: CaptureDocument;
  organization: string;
  isSent: boolean;
  onSent: () => void;
  onNext: () => void;
};

type Chosen = { file: Blob; name: string; url: string };

const mostBytes = 10 * 1024 * 1024;
const wide = "min-h-11 w-full sm:w-auto";

/** Takes one picture with the camera or as a file, shows it, and sends it. */
export function PhotoStep({ linkId, document, organization, isSent, onSent, onNext }: PhotoStepProps) {
  const t = useTranslations("capture");
  const problem = useProblem();
  const camera = useCamera(document === "selfie" ? "user" : "environment");
  const [chosen, setChosen] = useState<Chosen>();
  const [isPending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => () => URL.revokeObjectURL(chosen?.url ?? ""), [chosen]);
  const choose = (file: Blob, name: string) => {
    const isLarge = file.size > mostBytes;
    setRefusal(isLarge ? t("trouble.large") : undefined);
    setChosen(isLarge ? undefined : { file, name, url: URL.createObjectURL(file) });
    camera.stop();
  };
  const send = async ({ file, name }: Chosen) => {
    if (isPending) return;
    setPending(true);
    setRefusal(undefined);
    try {
      await captureActions.upload(linkId, document, file, name);
      announce(t("photo.received"));
      onSent();
      onNext();
    } catch (thrown) {
      const over = t("trouble.over", { organization });
      setRefusal(
        problem(thrown, {
          validation_error: t("trouble.file"),
          payload_too_large: t("trouble.large"),
          not_found: over,
          bad_request: over,
        }),
      );
    }
    setPending(false);
  };
  if (camera.isOn) return <Viewfinder camera={camera} isSelfie={document === "selfie"} onTaken={choose} />;
  return (
    <div className="flex flex-col gap-3">
      {chosen ? <Preview chosen={chosen} /> : null}
      {isSent && !chosen ? <p>{t("photo.sent")}</p> : null}
      <FormAlert>{refusal ?? (camera.trouble && t(`trouble.${camera.trouble}`))}</FormAlert>
      {chosen ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            size="lg"
            pending={isPending}
            className={wide}
            onClick={() => send(chosen)}
          >
            {t("photo.use")}
          </Button>
          <Button size="lg" className={wide} disabled={isPending} onClick={() => setChosen(undefined)}>
            {t("photo.again")}
          </Button>
        </div>
      ) : (
        <Sources document={document} camera={camera} onChosen={choose} />
      )}
      {isSent && !chosen ? (
        <Button variant="primary" size="lg" className={wide} onClick={onNext}>
          {t("photo.next")}
        </Button>
      ) : null}
    </div>
  );
}

function Preview({ chosen }: { chosen: Chosen }) {
  const t = useTranslations("capture");
  if (chosen.file.type === "application/pdf") return <p>{t("photo.pdf", { name: chosen.name })}</p>;
  return (
    <figure>
      {/* biome-ignore lint/performance/noImgElement: a picture in the memory of this page */}
      <img
        src={chosen.url}
        alt={t("photo.preview")}
        className="max-h-[60dvh] w-full rounded-md border bg-surface-3 object-contain"
      />
      <figcaption className="mt-1 text-ink-muted">{t("photo.preview")}</figcaption>
    </figure>
  );
}

type CameraPart = { camera: ReturnType<typeof useCamera> };

/** The camera and a file, as equals. */
function Sources({
  document,
  camera,
  onChosen,
}: CameraPart & { document: CaptureDocument; onChosen: (file: Blob, name: string) => void }) {
  const t = useTranslations("capture.photo");
  const isSelfie = document === "selfie";
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) onChosen(file, file.name);
    event.target.value = "";
  };
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button
        size="lg"
        icon={<Camera aria-hidden />}
        pending={camera.isStarting}
        className={wide}
        onClick={() => camera.start()}
      >
        {t("camera")}
      </Button>
      <label
        className={cx(
          buttonClass({ size: "lg" }),
          wide,
          "cursor-pointer focus-within:outline-2 focus-within:outline-accent",
        )}
      >
        <Upload aria-hidden />
        {t("file")}
        <input
          type="file"
          className="sr-only"
          accept={
            isSelfie ? "image/jpeg,image/png,image/webp" : "image/jpeg,image/png,image/webp,application/pdf"
          }
          onChange={pick}
        />
      </label>
      <p className="basis-full text-sm text-ink-muted">{t(isSelfie ? "fileHint" : "fileHintPdf")}</p>
    </div>
  );
}

/** What the camera sees, and the button that takes the picture. */
function Viewfinder({
  camera,
  isSelfie,
  onTaken,
}: CameraPart & { isSelfie: boolean; onTaken: (file: Blob, name: string) => void }) {
  const t = useTranslations("capture.photo");
  const shutter = useRef<HTMLButtonElement>(null);
  useEffect(() => shutter.current?.focus(), []);
  const take = async () => {
    const taken = await camera.take();
    if (taken) onTaken(taken, "photo.jpg");
  };
  return (
    <div className="flex flex-col gap-3">
      <video
        ref={camera.show}
        aria-label={t("live")}
        autoPlay
        muted
        playsInline
        className={cx(
          "max-h-[60dvh] w-full rounded-md bg-surface-3 object-contain",
          isSelfie && "-scale-x-100",
        )}
      />
      <div className="flex flex-wrap gap-2">
        <Button ref={shutter} variant="primary" size="lg" className={wide} onClick={take}>
          {t("take")}
        </Button>
        <Button size="lg" className={wide} onClick={camera.stop}>
          {t("stop")}
        </Button>
      </div>
    </div>
  );
}
