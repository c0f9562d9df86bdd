import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import { useExact } from "@/components/ui/time-zone";
import type { DocumentDto } from "@/lib/documents/schema";
import { bytes } from "@/lib/format/number";
import { documentName } from "./document-name";
import type { Sides } from "./use-sides";
import type { ViewerActs } from "./use-viewer-keys";

type Exactly = ReturnType<typeof useExact>;

function factsOf({ width, height, sizeBytes, capturedAt }: DocumentDto, exact: Exactly): string {
  const size = width && height ? `${width} × ${height}` : "";
  const captured = capturedAt ? `captured ${exact(capturedAt)}` : "";
  return [size, sizeBytes ? bytes(sizeBytes) : "", captured].filter(Boolean).join(" · ");
}

type ChoiceProps = { name: string; shortcut?: string; isOn: boolean; onClick: () => void };

function Choice({ name, shortcut, isOn, onClick }: ChoiceProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      aria-keyshortcuts={shortcut?.toLowerCase()}
      onClick={onClick}
      className={cx(
        "flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-ui whitespace-nowrap text-ink-muted",
        "hover:bg-surface-3 hover:text-ink aria-pressed:bg-surface-3 aria-pressed:font-medium aria-pressed:text-ink",
      )}
    >
      {name}
      {shortcut ? <Kbd>{shortcut}</Kbd> : null}
    </button>
  );
}

type ViewerHeaderProps = {
  documents: readonly DocumentDto[];
  sides: Sides;
  hasPortrait: boolean;
  on: Pick<ViewerActs, "choose" | "toggleCompare" | "togglePortrait">;
};

/** Names the shown documents, with facts about the active one. */
export function ViewerHeader({ documents, sides, hasPortrait, on }: ViewerHeaderProps) {
  const exact = useExact();
  const { main, other, side } = sides;
  const active = side === 1 ? other : main;
  return (
    <div className="flex h-10.5 shrink-0 items-center gap-3 border-b px-3">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form */}
      <div
        role="group"
        aria-label="Documents"
        className="flex max-w-full shrink-0 gap-0.5 overflow-x-auto p-0.5"
      >
        {documents.map(({ docType }, position) => (
          <Choice
            key={docType}
            name={documentName(docType)}
            shortcut={position < 9 ? String(position + 1) : undefined}
            isOn={!hasPortrait && (docType === main?.docType || docType === other?.docType)}
            onClick={() => on.choose(docType)}
          />
        ))}
        {documents.length > 1 ? (
          <>
            <span aria-hidden className="mx-1 my-1.5 w-px shrink-0 bg-line" />
            <Choice
              name="Compare"
              shortcut="C"
              isOn={!hasPortrait && other !== undefined}
              onClick={on.toggleCompare}
            />
            <Choice name="Portrait" shortcut="V" isOn={hasPortrait} onClick={on.togglePortrait} />
          </>
        ) : null}
      </div>
      <p className="min-w-0 flex-1 truncate text-right text-sm text-ink-muted @max-2xl:hidden">
        {active && !hasPortrait ? factsOf(active, exact) : ""}
      </p>
    </div>
  );
}
