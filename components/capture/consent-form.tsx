"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useProblem } from "@/components/language/use-problem";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FormAlert } from "@/components/ui/form-alert";
import { captureActions } from "@/lib/captures/client";
import { consentVersion } from "@/lib/captures/policy";
import { readLanguage } from "@/lib/language/languages";

const randomAttempt = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Says what happens with the pictures, and opens the link once the applicant agrees. */
export function ConsentForm({ token, organization }: { token: string; organization: string }) {
  const t = useTranslations("capture");
  const language = readLanguage(useLocale()) ?? "en";
  const router = useRouter();
  const problem = useProblem();
  // The same for every try of this page: the answer to one that succeeded may have been lost.
  const [attempt] = useState(randomAttempt);
  const [isPending, setPending] = useState(false);
  const [isAgreed, setAgreed] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const named = { organization };
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    if (!isAgreed) return setRefusal(t("consent.needed"));
    setPending(true);
    setRefusal(undefined);
    try {
      await captureActions.open({ token, version: consentVersion, language, attempt });
      router.refresh();
    } catch (thrown) {
      const over = t("trouble.over", named);
      setRefusal(problem(thrown, { bad_request: over, not_found: over }));
      setPending(false);
    }
  };
  return (
    <form onSubmit={begin} method="post" className="flex flex-col gap-3">
      <h2 className="font-semibold">{t("consent.heading")}</h2>
      <p>{t("consent.what")}</p>
      <p>{t("consent.why", named)}</p>
      <p>{t("consent.face", named)}</p>
      <p className="text-ink-muted">{t("consent.record", { version: consentVersion })}</p>
      <Checkbox
        label={t("consent.agree", named)}
        checked={isAgreed}
        onChange={(event) => setAgreed(event.target.checked)}
      />
      <FormAlert>{refusal}</FormAlert>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        pending={isPending}
        className="min-h-11 w-full sm:w-auto sm:self-start"
      >
        {t("consent.begin")}
      </Button>
      <p className="text-sm text-ink-muted">{t("consent.once")}</p>
    </form>
  );
}
