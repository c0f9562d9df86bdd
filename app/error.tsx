"use client";

import { ErrorState } from "@/components/ui/error-state";
import { isMissingPart } from "@/components/ui/missing-part";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function RootError({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title="This page could not be shown"
        detail="No data was changed. Try again. If the error persists, give this ID to your administrator."
        requestId={error.digest}
        isOutdated={isMissingPart(error)}
        onRetry={reset}
      />
    </main>
  );
}
