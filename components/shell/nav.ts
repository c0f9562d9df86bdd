import type { NavItem } from "./rail";

/** What the rail shows: an area that the role may not use is absent. `due` are requests that are due soon or late. */
export function navOf(
  environment: string,
  may: { requests: boolean; audit: boolean; settings: boolean },
  due = 0,
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
            ...(due > 0 && { count: `${due} due`, tone: "bad" as const }),
          } as const,
        ]
      : []),
    ...(may.audit ? [{ href: at("audit"), label: "Audit log", icon: "audit" } as const] : []),
    ...(may.settings ? [{ href: at("settings"), label: "Settings", icon: "settings" } as const] : []),
  ];
}
