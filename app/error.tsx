"use client";

import { ErrorState } from "@/components/ui/error-state";
import { isMissingPart } from "@/components/ui/missing-part";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function RootError({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title="This page could not be shown"
        detail="Nothing has been changed. Try again; if it stays, give the id to whoever runs the desk."
        requestId={error.digest}
        isOutdated={isMissingPart(error)}
        onRetry={reset}
      />
    </main>
  );
}
