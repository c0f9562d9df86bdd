import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Pill } from "./pill";
import type { Tone } from "./tone";

/** How a state looks: never by its colour alone. */
export type Look = { tone: Tone; Icon: LucideIcon };

type LookPillProps = Omit<ComponentProps<typeof Pill>, "tone" | "icon"> & { look: Look };

/** A state as a pill: its tone, its icon and its word. */
export function LookPill({ look: { tone, Icon }, ...pill }: LookPillProps) {
  return <Pill {...pill} tone={tone} icon={<Icon />} />;
}
