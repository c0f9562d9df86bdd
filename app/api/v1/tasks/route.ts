import { apiRoute } from "@/lib/http/api-route";
import { listTasks } from "@/lib/tasks/read";
import { taskList } from "@/lib/tasks/schema";

export const GET = apiRoute({
  summary: "List what is to be done about requests and holds",
  response: taskList,
  handler: ({ actor }) => listTasks(actor),
});
