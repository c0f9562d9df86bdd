"use client";

import { Button } from "./button";
import { Dialog } from "./dialog";
import { reloadWithDrafts } from "./drafts";
import { ErrorState } from "./error-state";

/**
 * Returns whether a part of the page failed to load. After an update of the server the parts of an older page no
 * longer exist, so only reloading the page helps.
 */
export const isMissingPart = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "ChunkLoadError" ||
    /load(ing)? (css )?chunk|dynamically imported module|importing a module script/i.test(error.message));

export const missingPartDetail =
  "Countersign was updated or the connection failed. Load the page again. Your text is restored.";

const title = "A part of this page did not load";

const MissingPart = () => <ErrorState title={title} detail={missingPartDetail} isOutdated />;

/** A dialog that is always in the page gets `open`. */
function MissingDialog(props: { onClose: () => void }) {
  const { onClose } = props;
  return (
    <Dialog
      open={!("open" in props) || props.open === true}
      onClose={onClose}
      title={title}
      description={missingPartDetail}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={reloadWithDrafts}>Load the page again</Button>
        </>
      }
    />
  );
}

/**
 * Replaces a part that did not load, so that the rest of the page stays.
 * @throws any other error
 */
export function missingPart(error: unknown): { default: typeof MissingPart } {
  if (!isMissingPart(error)) throw error;
  return { default: MissingPart };
}

/**
 * {@link missingPart} for a dialog.
 * @throws any other error
 */
export function missingDialog(error: unknown): { default: typeof MissingDialog } {
  if (!isMissingPart(error)) throw error;
  return { default: MissingDialog };
}
