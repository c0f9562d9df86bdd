"use client";

import { FileText, ImageOff } from "lucide-react";
import { type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { documentName } from "./document-name";
import { Loupe } from "./loupe";
import { paint } from "./paint";
import { StandingImage } from "./standing-image";
import { useGestures } from "./use-gestures";
import type { Change, Picture } from "./use-pictures";
import { frameMiddle, middleOnStage, type Point, scaleOf } from "./viewport";

type StageProps = {
  picture: Picture;
  filter: string | undefined;
  isActive: boolean;
  hasLoupe: boolean;
  onActivate: () => void;
  change: (next: Change) => void;
};

function Missing({ title, detail, onRetry }: { title: string; detail: string; onRetry?: () => void }) {
  return (
    <div className="absolute inset-0 grid place-content-center justify-items-center gap-1 p-6 pb-16 text-center text-ink">
      <ImageOff aria-hidden className="mb-1 size-5 text-ink-muted" />
      <p className="font-semibold">{title}</p>
      <p className="text-ink-muted">{detail}</p>
      {onRetry ? (
        <Button onClick={onRetry} className="mt-2">
          Try again
        </Button>
      ) : null}
    </div>
  );
}

/** A PDF may contain anything, so it is not opened inside the desk. */
function Pdf({ name, url }: { name: string; url: string | null }) {
  return (
    <div className="absolute inset-0 grid place-content-center justify-items-center gap-1 p-6 pb-16 text-center text-ink">
      <FileText aria-hidden className="mb-1 size-5 text-ink-muted" />
      <p className="font-semibold">{name} is a PDF</p>
      <p className="text-ink-muted">Your name is not drawn into it. Each download is logged.</p>
      {url ? (
        <a className="mt-2 underline" href={url} download>
          Download the PDF
        </a>
      ) : null}
    </div>
  );
}

/** A placeholder as large as the picture. */
function Loading({ picture, name }: { picture: Picture; name: string }) {
  const { geometry, size, document } = picture;
  // Before scripts run, the size of the stage is unknown, but the picture can be shown.
  if (size.width === 0 && document.url) return <StandingImage url={document.url} name={name} />;
  const middle = frameMiddle(picture);
  const width = geometry.picture.width * geometry.fit;
  const height = geometry.picture.height * geometry.fit;
  return (
    <div role="status">
      <span className="sr-only">Loading {name}</span>
      <span
        aria-hidden
        className="absolute animate-breathe rounded-sm bg-surface-3"
        style={{ width, height, left: middle.x - width / 2, top: middle.y - height / 2 }}
      />
    </div>
  );
}

function Canvas({ picture, bitmap, filter }: { picture: Picture; bitmap: ImageBitmap; filter?: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { document, geometry, size, turn, view } = picture;
  const name = documentName(document.docType);
  useLayoutEffect(() => {
    if (!canvas.current || size.width === 0) return;
    const scale = scaleOf(view, geometry);
    paint(canvas.current, { bitmap, size, middle: middleOnStage(picture), scale, turn });
    canvas.current.dataset.painted = document.id;
  });
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={turn ? `${name}, turned ${turn}°` : name}
      className="absolute inset-0 size-full"
      style={{ filter }}
    />
  );
}

function Content(props: StageProps & { pointer: Point | null }): ReactNode {
  const { picture, filter, hasLoupe, isActive, pointer } = props;
  const { document, image } = picture;
  const name = documentName(document.docType);
  if (!document.isAvailable)
    return (
      <Missing title="Image not available" detail={`The source sent no image of ${name.toLowerCase()}.`} />
    );
  if (document.mimeType === "application/pdf") return <Pdf name={name} url={document.url} />;
  if (image.status === "failed")
    return (
      <Missing
        title="The image did not load"
        detail="The image link may have expired. Try again."
        onRetry={() => picture.retry()}
      />
    );
  if (image.status === "loading") return <Loading picture={picture} name={name} />;
  const { bitmap } = image;
  return (
    <>
      <Canvas picture={picture} bitmap={bitmap} filter={filter} />
      {hasLoupe && isActive ? (
        <Loupe picture={picture} bitmap={bitmap} at={pointer ?? frameMiddle(picture)} filter={filter} />
      ) : null}
    </>
  );
}

/** Shows one picture, which reacts to wheel, drag, pinch and double click. */
export function Stage(props: StageProps) {
  const { picture, hasLoupe, onActivate, change } = props;
  const [pointer, setPointer] = useState<Point | null>(null);
  useGestures(picture, change);
  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!hasLoupe) return;
    const box = event.currentTarget.getBoundingClientRect();
    setPointer({ x: event.clientX - box.left, y: event.clientY - box.top });
    onActivate();
  };
  const isMovable = picture.image.status === "ready" && picture.view.zoom > 1;
  return (
    <div
      ref={picture.setElement}
      onPointerDown={onActivate}
      onPointerMove={follow}
      onPointerLeave={() => setPointer(null)}
      className={cx(
        "absolute inset-0 touch-none overflow-hidden select-none",
        isMovable && "cursor-grab active:cursor-grabbing",
        hasLoupe && "cursor-crosshair",
      )}
    >
      <Content {...props} pointer={pointer} />
    </div>
  );
}
