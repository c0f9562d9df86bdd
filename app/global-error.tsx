"use client";

import { Button } from "@/components/ui/button";
import "./globals.css";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function GlobalError({ error, reset }: ErrorPageProps) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Countersign</title>
        <main className="mx-auto grid min-h-dvh max-w-md content-center justify-items-center gap-3 text-center">
          <h1 className="text-title font-semibold">Countersign could not be shown</h1>
          <p className="text-ink-muted">
            No data was changed.
            {error.digest ? ` Give this ID to your administrator: ${error.digest}` : ""}
          </p>
          <Button onClick={reset}>Try again</Button>
        </main>
      </body>
    </html>
  );
}
