import type { QueryClient } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { taskQueries } from "@/lib/tasks/client";

/** Loads the list of holds again, and the tasks, which remind of reviews. */
export const refreshHolds = (client: QueryClient, environment: Environment) =>
  Promise.all([
    client.invalidateQueries({ queryKey: [environment, "holds"] }),
    client.invalidateQueries({ queryKey: taskQueries.list(environment).queryKey }),
  ]);
