"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { announce } from "@/components/ui/announce";
import { IconButton } from "@/components/ui/icon-button";
import { rememberChoice } from "./cookies";
import { useShellLabels } from "./shell-labels";

export type Theme = "system" | "light" | "dark";

const NEXT = { system: "light", light: "dark", dark: "system" } as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeToggle({ initial }: { initial: Theme }) {
  const labels = useShellLabels();
  const [theme, setTheme] = useState(initial);
  const Icon = ICONS[theme];
  const cycle = () => {
    const next = NEXT[theme];
    rememberChoice("theme", next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    setTheme(next);
    announce(labels.themeIs[next]);
  };
  return (
    <IconButton label={labels.themeChange[theme]} onClick={cycle}>
      <Icon aria-hidden />
    </IconButton>
  );
}
