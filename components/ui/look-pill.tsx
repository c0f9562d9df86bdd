import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { Pill } from "./pill";
import type { Tone } from "./tone";

/** The look of a state: a colour and an icon, never a colour alone. */
export type Look = { tone: Tone; Icon: LucideIcon };

type LookPillProps = Omit<ComponentProps<typeof Pill>, "tone" | "icon"> & { look: Look };

/** Shows a state as a pill with its colour, icon and word. */
export function LookPill({ look: { tone, Icon }, ...pill }: LookPillProps) {
  return <Pill {...pill} tone={tone} icon={<Icon />} />;
}
