"use client";

import { Crop } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";
import { FrameEditor } from "./frame-editor";
import { type Frame, startFrame, useFrame, wholeFrame } from "./frames";
import { paint } from "./paint";
import { useSize } from "./use-pictures";
import { useAskOnce, useShownImage } from "./use-shown-image";
import type { Size } from "./viewport";

const isSelfie = ({ docType }: DocumentDto) => /selfie/.test(docType);
const isPortrait = ({ docType }: DocumentDto) => /portrait|face/.test(docType) && !/selfie/.test(docType);

/** Finds the two faces of a session: a stored portrait, or else the document that shows one, and the selfie. */
export function facesOf(documents: readonly DocumentDto[]) {
  const there = documents.filter(({ isAvailable }) => isAvailable);
  const stored = there.find(isPortrait);
  const front = there.find(({ docType }) => docType === "id_front");
  const onDocument = front ?? there.find((each) => !isSelfie(each) && each.docType !== "id_back");
  return { stored, document: stored ?? onDocument, selfie: there.find(isSelfie) };
}

/** The part of a picture that fills its box, and how large it is shown. */
function fillBox(frame: Frame, image: Size, box: Size) {
  const part = { width: frame.width * image.width, height: frame.height * image.height };
  const scale = Math.min(box.width / part.width, box.height / part.height);
  return { scale, size: { width: part.width * scale, height: part.height * scale } };
}

type CropProps = { bitmap: ImageBitmap; frame: Frame; box: Size; name: string; filter?: string };

/** Draws a part of a picture as large as its box allows. */
function Cropped({ bitmap, frame, box, name, filter }: CropProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { scale, size } = fillBox(frame, bitmap, box);
  useLayoutEffect(() => {
    if (!canvas.current || size.width <= 0) return;
    const middle = {
      x: (0.5 - frame.x) * bitmap.width * scale,
      y: (0.5 - frame.y) * bitmap.height * scale,
    };
    paint(canvas.current, { bitmap, size, middle, scale, turn: 0 });
    canvas.current.dataset.painted = name;
  });
  return <canvas ref={canvas} role="img" aria-label={name} className="block" style={{ ...size, filter }} />;
}

type FaceProps = {
  document: DocumentDto;
  name: string;
  /** Whether the whole image is a face, so that no frame is needed. */
  isWhole: boolean;
  ask: () => Promise<unknown>;
  filter?: string;
};

function Face({ document, name, isWhole, ask, filter }: FaceProps) {
  const { image, retry } = useShownImage(document, ask);
  const { setElement, size: box } = useSize();
  const [kept, keep] = useFrame(document);
  const [draft, setDraft] = useState<Frame | null>(null);
  const [isBack, setBack] = useState(false);
  const close = (said: string) => {
    setDraft(null);
    setBack(true);
    announce(said);
  };
  const shown = draft ? wholeFrame : (kept ?? wholeFrame);
  const isKnown = isWhole || kept !== null;
  return (
    <figure className="flex min-h-0 min-w-0 flex-col gap-2 p-3">
      <figcaption className="flex min-h-7 items-center gap-2 text-ink">
        <span className="min-w-0 flex-1 truncate text-ui">{name}</span>
        {draft ? (
          <>
            <Button size="sm" onClick={() => close("Canceled")}>
              Cancel
            </Button>
            <Button
              size="sm"
              variant="primary"
              onClick={() => {
                keep(draft);
                close("Frame set");
              }}
            >
              Use frame
            </Button>
          </>
        ) : (
          <Button
            autoFocus={isBack}
            aria-label={`Set frame: ${name}`}
            size="sm"
            icon={<Crop aria-hidden />}
            onClick={() => setDraft(kept ?? startFrame)}
            disabled={image.status !== "ready"}
          >
            Set frame
          </Button>
        )}
      </figcaption>
      <div ref={setElement} className="relative grid min-h-0 flex-1 place-items-center overflow-hidden">
        {image.status === "failed" ? (
          <Button onClick={retry}>The image did not load. Try again</Button>
        ) : null}
        {image.status === "loading" ? <span className="text-ink-muted">Loading {name}</span> : null}
        {image.status === "ready" && box.width > 0 ? (
          <div className="relative">
            <Cropped bitmap={image.bitmap} frame={shown} box={box} name={name} filter={filter} />
            {draft ? (
              <FrameEditor
                name={name}
                size={fillBox(wholeFrame, image.bitmap, box).size}
                frame={draft}
                onChange={setDraft}
                onDone={() => {
                  keep(draft);
                  close("Frame set");
                }}
                onCancel={() => close("Canceled")}
              />
            ) : null}
          </div>
        ) : null}
      </div>
      <p className="min-h-5 text-sm text-ink-2">
        {isKnown || draft ? "" : "No portrait is known. Set a frame around the face."}
      </p>
    </figure>
  );
}

type PortraitProps = { documents: readonly DocumentDto[]; reload: () => unknown; filter?: string };

const Missing = ({ what }: { what: string }) => (
  <p className="grid place-content-center p-6 text-center text-ink">{what}</p>
);

/** Shows the face on the document beside the selfie, in boxes of one size. */
export function Portrait({ documents, reload, filter }: PortraitProps) {
  const ask = useAskOnce(reload);
  const { stored, document, selfie } = facesOf(documents);
  return (
    <section
      aria-label="Portrait and selfie"
      data-scheme="dark"
      className="col-span-full grid min-h-0 grid-cols-2 divide-x"
    >
      {document ? (
        <Face
          key={document.id}
          document={document}
          name={stored ? "Portrait of the document" : `Face on: ${documentName(document.docType)}`}
          isWhole={stored !== undefined}
          ask={ask}
          filter={filter}
        />
      ) : (
        <Missing what="No portrait is known: the session has no image of a document." />
      )}
      {selfie ? (
        <Face key={selfie.id} document={selfie} name="Selfie" isWhole ask={ask} filter={filter} />
      ) : (
        <Missing what="The session has no selfie." />
      )}
    </section>
  );
}
