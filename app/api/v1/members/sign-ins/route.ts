import { apiRoute } from "@/lib/http/api-route";
import { endedSignInsDto, signInList } from "@/lib/team/schema";
import { endAllSignIns, listSignIns } from "@/lib/team/sign-ins";

export const GET = apiRoute({
  summary: "List in which browsers members are signed in",
  response: signInList,
  handler: ({ actor }) => listSignIns(actor),
});

export const DELETE = apiRoute({
  summary: "End every sign-in of the organization but this one",
  response: endedSignInsDto,
  handler: ({ actor }) => endAllSignIns(actor),
});
