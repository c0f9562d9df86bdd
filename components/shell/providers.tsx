"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "@/lib/browser/query-client";
import { Toaster } from "./toaster";

// zod tests whether eval is allowed. The content security policy refuses, and the browser reports each test, so the
// test is switched off.
if (typeof window !== "undefined") Object.assign(window, { __zod_globalConfig: { jitless: true } });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
