"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { dropDrafts } from "@/components/ui/drafts";
import { watchSignIn } from "@/lib/browser/presence";

/** Replaces the page when its sign-in ends in any tab, so that nothing of it stays on the screen or in memory. */
export function SignInWatch({ memberId }: { memberId: string }) {
  const client = useQueryClient();
  useEffect(
    () =>
      watchSignIn(memberId, (last) => {
        client.clear();
        dropDrafts();
        const query = new URLSearchParams({ next: location.pathname + location.search });
        query.set("ended", last);
        location.replace(`/sign-in?${query}`);
      }),
    [memberId, client],
  );
  return null;
}
