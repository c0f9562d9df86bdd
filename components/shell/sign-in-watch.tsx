"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { watchSignIn } from "@/lib/auth/presence";

/**
 * Drops what a page shows when its sign-in ends, in whichever tab that happens: the page is replaced, so that nothing
 * of it stays on the screen or in memory.
 */
export function SignInWatch({ memberId }: { memberId: string }) {
  const client = useQueryClient();
  useEffect(
    () =>
      watchSignIn(memberId, () => {
        document.body.hidden = true;
        client.clear();
        location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
      }),
    [memberId, client],
  );
  return null;
}
