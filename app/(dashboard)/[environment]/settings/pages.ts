import type { SettingsPage } from "@/components/settings/settings-nav";
import { type Actor, can } from "@/lib/actor/actor";

/** Returns the settings pages that this member may open, in the order of the tabs. */
export function settingsPages(person: Actor): SettingsPage[] {
  return [
    ...(can(person, "settings:read")
      ? ([
          "organization",
          "data-access",
          "documents",
          "workflow",
          "review",
          "retention",
          "requests",
          "letters",
        ] as const)
      : []),
    ...(can(person, "lists:read") ? (["blocklist", "watchlists"] as const) : []),
    ...(can(person, "members:read") ? (["members", "security"] as const) : []),
    ...(can(person, "single-sign-on:manage") ? (["single-sign-on"] as const) : []),
    ...(can(person, "api-keys:read") ? (["api-keys"] as const) : []),
    ...(can(person, "webhooks:read") ? (["webhooks"] as const) : []),
    ...(can(person, "sources:read") ? (["sources"] as const) : []),
  ];
}
