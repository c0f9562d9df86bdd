"use client";

import { createContext, type ReactNode, useContext } from "react";
import { exactIn, type Instant, isoInstant } from "@/lib/format/date";

const TimeZoneContext = createContext("UTC");

type ProviderProps = { timeZone: string; children: ReactNode };

/** Provides the time zone that the reader has chosen (IANA name). The dashboard's layout uses it once. */
export function TimeZoneProvider({ timeZone, children }: ProviderProps) {
  return <TimeZoneContext value={timeZone}>{children}</TimeZoneContext>;
}

/** Returns a function that writes an instant on the reader's clock. */
export function useExact(): (at: Instant | null | undefined) => string {
  const timeZone = useContext(TimeZoneContext);
  return (at) => exactIn(timeZone, at);
}

/** An instant on the reader's clock. */
export function Exact({ at }: { at: Instant | null | undefined }) {
  const exact = useExact();
  return <time dateTime={isoInstant(at)}>{exact(at)}</time>;
}
