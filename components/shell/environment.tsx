"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Environment } from "@/lib/actor/actor";

const EnvironmentContext = createContext<Environment | null>(null);

type ProviderProps = { environment: Environment; children: ReactNode };

/** The layout of the dashboard says once which environment its pages are in. */
export function EnvironmentProvider({ environment, children }: ProviderProps) {
  return <EnvironmentContext value={environment}>{children}</EnvironmentContext>;
}

/**
 * The environment of the page that a client component is on.
 * @throws outside the dashboard's layout: no environment may be guessed
 */
export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error("Only a page of the dashboard has an environment.");
  return environment;
}
