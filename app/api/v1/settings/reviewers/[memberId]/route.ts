import { apiRoute } from "@/lib/http/api-route";
import { memberParams, workloadDto, workloadInput } from "@/lib/members/schema";
import { updateWorkload } from "@/lib/members/write";

export const PATCH = apiRoute({
  summary: "Change a reviewer's limits",
  params: memberParams,
  body: workloadInput,
  response: workloadDto,
  handler: ({ actor, params, body }) => updateWorkload(actor, { ...params, ...body }),
});
