import { ImageOff } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";

type ThumbnailsProps = {
  documents: readonly DocumentDto[];
  /** The shown documents; `active` is the one that keys and buttons move. */
  shown: readonly string[];
  active: string | undefined;
  onChoose: (docType: string) => void;
};

function Miniature({ document }: { document: DocumentDto }) {
  if (!document.isAvailable || !document.thumbnailUrl)
    return (
      <span className="grid h-12 w-18 place-items-center rounded-sm bg-surface-3 text-ink-muted">
        <ImageOff aria-hidden className="size-4" />
      </span>
    );
  return (
    // biome-ignore lint/performance/noImgElement: signed and short-lived
    <img
      src={document.thumbnailUrl}
      alt=""
      className="h-12 w-18 rounded-sm bg-surface-3 object-cover"
      draggable={false}
    />
  );
}

/** Lists every document of the session, with the key of each. */
export function Thumbnails({ documents, shown, active, onChoose }: ThumbnailsProps) {
  return (
    <div className="flex shrink-0 items-center gap-4 border-t px-3 py-2">
      <ul className="flex min-w-0 flex-1 gap-2 overflow-x-auto p-0.5">
        {documents.map((document, position) => {
          const { docType } = document;
          return (
            <li key={docType} className="shrink-0">
              <button
                type="button"
                aria-pressed={shown.includes(docType)}
                aria-keyshortcuts={position < 9 ? String(position + 1) : undefined}
                data-active={docType === active}
                onClick={() => onChoose(docType)}
                className="flex flex-col items-start gap-1 rounded-md border p-1 hover:bg-surface-3 aria-pressed:border-line-strong aria-pressed:bg-surface-3 data-[active=true]:border-accent data-[active=true]:bg-accent-soft"
              >
                <Miniature document={document} />
                <span className="flex items-center gap-1.5 text-sm">
                  {documentName(docType)}
                  {position < 9 ? <Kbd>{String(position + 1)}</Kbd> : null}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="shrink-0 text-sm text-ink-muted @max-3xl:hidden">
        Every view is logged · your name is shown in the image
      </p>
    </div>
  );
}
