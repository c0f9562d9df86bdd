"use client";

import { TopBar } from "@/components/shell/top-bar";
import { ErrorState } from "@/components/ui/error-state";
import { isMissingPart } from "@/components/ui/missing-part";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function DeskError({ error, reset }: ErrorPageProps) {
  return (
    <>
      <TopBar title="Something went wrong" />
      <ErrorState
        title="This page could not be shown"
        detail="No data was changed. Try again. If the error persists, give this ID to your administrator."
        requestId={error.digest}
        isOutdated={isMissingPart(error)}
        onRetry={reset}
      />
    </>
  );
}
