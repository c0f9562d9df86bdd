"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { ShellLabels } from "./labels";

const Labels = createContext<ShellLabels | null>(null);

type ProviderProps = { labels: ShellLabels; children: ReactNode };

/** Provides the texts of the shell. The dashboard's layout uses it once. */
export function ShellLabelsProvider({ labels, children }: ProviderProps) {
  return <Labels value={labels}>{children}</Labels>;
}

/**
 * Returns the texts of the shell, in the member's language.
 * @throws outside the dashboard's layout
 */
export function useShellLabels(): ShellLabels {
  const labels = useContext(Labels);
  if (!labels) throw new Error("Only the dashboard has a shell.");
  return labels;
}
