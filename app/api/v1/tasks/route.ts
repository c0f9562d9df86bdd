import { apiRoute } from "@/lib/http/api-route";
import { listTasks } from "@/lib/tasks/read";
import { taskList } from "@/lib/tasks/schema";

export const GET = apiRoute({
  summary: "List open tasks about requests and legal holds",
  response: taskList,
  handler: ({ actor }) => listTasks(actor),
});
