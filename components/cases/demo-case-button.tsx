"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { toastProblem } from "@/components/shell/problem";
import type { Environment } from "@/components/shell/top-controls";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { caseActions, caseQueries } from "@/lib/cases/client";

/** Something to practise on, in the sandbox. */
export function DemoCaseButton({ environment }: { environment: Environment }) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => caseActions.demo(environment),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: caseQueries.all(environment) });
      announce("Demo case created");
    },
    onError: (error) => toastProblem("The demo case could not be created", error),
  });
  return (
    <Button icon={<FlaskConical aria-hidden />} pending={isPending} onClick={() => mutate()}>
      Create demo case
    </Button>
  );
}
