"use client";

import { useTakeNext } from "@/components/cases/use-take-next";
import { Button } from "@/components/ui/button";

/** Claims the oldest unassigned case and opens it. */
export function ClaimNextButton() {
  const take = useTakeNext("unassigned");
  return (
    <Button variant="primary" pending={take.isPending} onClick={take.run}>
      Claim the next case
    </Button>
  );
}
