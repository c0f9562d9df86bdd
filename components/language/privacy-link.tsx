"use client";

import { useTranslations } from "use-intl";

/** Links the privacy notice of a page's organization, in another tab: what was typed into the page stays. */
export function PrivacyLink({ href }: { href: string }) {
  const t = useTranslations("language");
  return (
    <a href={href} target="_blank" rel="noreferrer" className="underline hover:text-ink">
      {t("privacyNotice")}
    </a>
  );
}
