import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams, snoozeInput } from "@/lib/cases/schema";
import { snoozeCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Snooze a case until a time or an event",
  params: caseParams,
  body: snoozeInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => snoozeCase(actor, { ...params, ...body }),
});
