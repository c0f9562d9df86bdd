"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Environment } from "@/lib/actor/actor";

const EnvironmentContext = createContext<Environment | null>(null);

type ProviderProps = { environment: Environment; children: ReactNode };

/** Provides the environment to all pages. The dashboard's layout uses it once. */
export function EnvironmentProvider({ environment, children }: ProviderProps) {
  return <EnvironmentContext value={environment}>{children}</EnvironmentContext>;
}

/**
 * Returns the environment of the current page.
 * @throws outside the dashboard's layout, because the environment must not be guessed
 */
export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error("Only a page of the dashboard has an environment.");
  return environment;
}
