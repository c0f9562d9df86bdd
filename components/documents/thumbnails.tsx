import { ImageOff } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import type { DocumentDto } from "@/lib/documents/schema";
import { sentence } from "@/lib/format/words";

type ThumbnailsProps = {
  documents: readonly DocumentDto[];
  chosen: string;
  onChoose: (docType: string) => void;
};

function Picture({ document }: { document: DocumentDto }) {
  if (!document.isAvailable || !document.thumbnailUrl)
    return (
      <span className="grid h-13 w-20 place-items-center rounded-sm bg-surface-3 text-ink-muted">
        <ImageOff aria-hidden className="size-4" />
      </span>
    );
  return (
    // biome-ignore lint/performance/noImgElement: signed and short-lived
    <img
      src={document.thumbnailUrl}
      alt=""
      className="h-13 w-20 rounded-sm bg-surface-3 object-cover"
      draggable={false}
    />
  );
}

/** Every document of the session; the key of each stands beside its name. */
export function Thumbnails({ documents, chosen, onChoose }: ThumbnailsProps) {
  return (
    <div className="flex shrink-0 items-center gap-3 border-t px-4 py-2">
      <ul className="flex min-w-0 flex-1 gap-2 overflow-x-auto p-0.5">
        {documents.map((document, position) => (
          <li key={document.docType} className="shrink-0">
            <button
              type="button"
              aria-pressed={document.docType === chosen}
              aria-keyshortcuts={position < 9 ? String(position + 1) : undefined}
              onClick={() => onChoose(document.docType)}
              className="flex flex-col items-start gap-1 rounded-md border p-1 hover:bg-surface-3 aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <Picture document={document} />
              <span className="flex items-center gap-1.5 text-sm">
                {sentence(document.docType)}
                {position < 9 ? <Kbd>{String(position + 1)}</Kbd> : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="shrink-0 text-sm text-ink-muted max-lg:hidden">
        Every view is logged; your name is in the image.
      </p>
    </div>
  );
}
