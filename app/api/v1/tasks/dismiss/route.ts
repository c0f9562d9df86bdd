import { apiRoute } from "@/lib/http/api-route";
import { dismissInput, taskList } from "@/lib/tasks/schema";
import { dismissTask } from "@/lib/tasks/write";

export const POST = apiRoute({
  summary: "Dismiss a task",
  body: dismissInput,
  response: taskList,
  handler: ({ actor, body }) => dismissTask(actor, body),
});
