import type { NavItem } from "./rail";

/** Returns the rail's items, without areas that the role may not use. `tasks` are reminders about requests. */
export function navOf(
  environment: string,
  may: { requests: boolean; audit: boolean; settings: boolean },
  tasks = { open: 0, late: 0 },
): NavItem[] {
  const at = (area: string) => `/${environment}/${area}`;
  return [
    { href: at("overview"), label: "Overview", icon: "overview" },
    { href: at("queue"), label: "Queue", icon: "queue" },
    { href: at("sessions"), label: "Sessions", icon: "sessions" },
    ...(may.requests
      ? [
          {
            href: at("requests"),
            label: "Requests",
            icon: "requests",
            ...(tasks.open > 0 && {
              count: `${tasks.open} open`,
              tone: tasks.late > 0 ? ("bad" as const) : ("muted" as const),
            }),
          } as const,
        ]
      : []),
    ...(may.audit ? [{ href: at("audit"), label: "Audit log", icon: "audit" } as const] : []),
    ...(may.settings ? [{ href: at("settings"), label: "Settings", icon: "settings" } as const] : []),
  ];
}
