import {
  ClipboardCheck,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  Radar,
  Scale,
  ScanFace,
  ScrollText,
  Settings,
  Users,
} from "lucide-react";

/** Layouts refer to icons by name, so that navigation is plain data. */
export const navIcons = {
  overview: LayoutDashboard,
  queue: Inbox,
  sessions: ScanFace,
  identities: Users,
  screening: Radar,
  quality: ClipboardCheck,
  requests: Scale,
  audit: ScrollText,
  settings: Settings,
} satisfies Record<string, LucideIcon>;

export type NavIcon = keyof typeof navIcons;
