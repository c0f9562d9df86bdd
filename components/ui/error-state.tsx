import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyableId } from "./copyable-id";
import { reloadWithDrafts } from "./drafts";
import { useUiWords } from "./words-context";

type ErrorStateProps = {
  title: string;
  detail?: ReactNode;
  requestId?: string;
  onRetry?: () => void;
  /** Trying again cannot help; the page must be reloaded. */
  isOutdated?: boolean;
  retrying?: boolean;
  action?: ReactNode;
};

export function ErrorState({
  title,
  detail,
  requestId,
  onRetry,
  isOutdated,
  retrying,
  action,
}: ErrorStateProps) {
  const words = useUiWords();
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-1.5 px-6 py-14 text-center">
      <CircleAlert aria-hidden className="mb-1 size-5 text-bad" />
      <h2 className="font-semibold">{title}</h2>
      {detail ? <p className="text-ink-muted">{detail}</p> : null}
      {requestId ? (
        <p className="flex items-center gap-1.5 text-sm text-ink-muted">
          {words.request} <CopyableId id={requestId} label={words.requestId} />
        </p>
      ) : null}
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {isOutdated ? (
          <Button onClick={reloadWithDrafts}>{words.loadAgain}</Button>
        ) : onRetry ? (
          <Button onClick={onRetry} pending={retrying}>
            {words.tryAgain}
          </Button>
        ) : null}
        {action}
      </div>
    </div>
  );
}
