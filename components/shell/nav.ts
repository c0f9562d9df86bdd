import type { Language } from "@/lib/language/languages";
import { translatorOf } from "@/lib/language/translate";
import { messages } from "./messages";
import type { NavItem } from "./rail";

/** Returns the rail's items, without areas that the role may not use. `tasks` are reminders about requests. */
export function navOf(
  environment: string,
  language: Language,
  may: { quality: boolean; requests: boolean; audit: boolean; settings: boolean },
  tasks = { open: 0, late: 0 },
): NavItem[] {
  const t = translatorOf(messages, language);
  const at = (area: string) => `/${environment}/${area}`;
  return [
    { href: at("overview"), label: t("areas.overview"), icon: "overview" },
    { href: at("queue"), label: t("areas.queue"), icon: "queue" },
    { href: at("sessions"), label: t("areas.sessions"), icon: "sessions" },
    { href: at("identities"), label: t("areas.identities"), icon: "identities" },
    { href: at("screening"), label: t("areas.screening"), icon: "screening" },
    ...(may.quality ? [{ href: at("quality"), label: t("areas.quality"), icon: "quality" } as const] : []),
    ...(may.requests
      ? [
          {
            href: at("requests"),
            label: t("areas.requests"),
            icon: "requests",
            ...(tasks.open > 0 && {
              count: t("openTasks", { count: tasks.open }),
              tone: tasks.late > 0 ? ("bad" as const) : ("muted" as const),
            }),
          } as const,
        ]
      : []),
    ...(may.audit ? [{ href: at("audit"), label: t("areas.audit"), icon: "audit" } as const] : []),
    ...(may.settings
      ? [{ href: at("settings"), label: t("areas.settings"), icon: "settings" } as const]
      : []),
  ];
}
