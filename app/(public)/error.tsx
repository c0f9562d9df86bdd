"use client";

import { useTranslations } from "use-intl";
import { ErrorState } from "@/components/ui/error-state";
import { isMissingPart } from "@/components/ui/missing-part";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function PublicError({ error, reset }: ErrorPageProps) {
  const t = useTranslations("language.error");
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        title={t("title")}
        detail={t("detail")}
        requestId={error.digest}
        isOutdated={isMissingPart(error)}
        onRetry={reset}
      />
    </main>
  );
}
