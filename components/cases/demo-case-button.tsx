"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { caseQueries } from "@/lib/cases/client";
import { queueActions } from "@/lib/queue/client";

/** Creates a practice case in the sandbox. */
export function DemoCaseButton() {
  const environment = useEnvironment();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => queueActions.demo(environment),
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
