"use client";

import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { queueActions } from "@/lib/queue/client";

/** Claims the case on the desk and reads it again, because a claim reveals its values and images. */
export function useClaim(caseId: string, reread: () => Promise<unknown>) {
  const environment = useEnvironment();
  const [isClaiming, setClaiming] = useState(false);
  const claim = async () => {
    if (isClaiming) return;
    setClaiming(true);
    try {
      await queueActions.claim(environment, caseId);
      announce("Case claimed. Values and images are shown.");
    } catch (error) {
      toastProblem("The case was not claimed", error);
    }
    await reread();
    setClaiming(false);
  };
  return { claim: () => void claim(), isClaiming };
}
